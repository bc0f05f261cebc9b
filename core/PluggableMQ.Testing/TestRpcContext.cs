using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.Testing;

/// <summary>A request and its outcome as a hook sees them, without a connection. Notes what a hook does that it may not.</summary>
/// <remarks>
/// <para>A host reuses its contexts: one that a hook kept shows another request. Here a context that was given back
/// (<see cref="GiveBack"/>) notes each use in <see cref="Violations"/> instead.</para>
/// <para>It reuses memory, too. Here <see cref="SetField"/> overwrites every span that <see cref="TryGetField"/> gave before, with
/// <see cref="StaleByte"/>; a field or a remark made of it is noted. The body's memory notes each read after
/// <see cref="IRpcHook.BeforeAsync"/> has ended.</para>
/// </remarks>
public sealed class TestRpcContext : RpcHookContext
{
    /// <summary>What is in the memory of a field that was taken back: a control character that no request of a test should hold.</summary>
    public const byte StaleByte = 0x1A;

    private readonly List<KeyValuePair<string, string>> _fields = [];
    private readonly List<byte[]> _utf8 = [];
    private readonly List<string> _violations = [];
    private readonly Lock _lock = new();
    private readonly RpcDirection _direction;
    private readonly int _requestCode;
    private readonly bool _isOneWay;
    private readonly LentBody _body;
    private Phase _phase;
    private int? _responseCode;
    private string? _responseRemark;
    private Exception? _failure;

    /// <summary>Makes the context of a request that has not begun.</summary>
    /// <param name="requestCode">The request code, 310 (SEND_MESSAGE_V2) by default.</param>
    /// <param name="direction">Whether it is received or sent.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="isOneWay">Whether no response is expected.</param>
    /// <param name="fields">Names and values of its fields, in wire order.</param>
    public TestRpcContext(
        int requestCode = 310, RpcDirection direction = RpcDirection.Inbound, byte[]? body = null, bool isOneWay = false, params (string Name, string Value)[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _requestCode = requestCode;
        _direction = direction;
        _body = new LentBody(this, body ?? []);
        _isOneWay = isOneWay;
        foreach (var (name, value) in fields) Put(name, value);
    }

    private enum Phase
    {
        Before,
        After,
        GivenBack,
    }

    /// <summary>What a hook did that it may not, in order; empty when it kept to the contract.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock) return [.. _violations];
        }
    }

    /// <summary>The code of the refusal, or null when no hook refused the request.</summary>
    public int? RejectionCode { get; private set; }

    /// <summary>The remark of the refusal.</summary>
    public string? RejectionRemark { get; private set; }

    /// <inheritdoc/>
    public override RpcDirection Direction => Use(nameof(Direction), _direction);

    /// <inheritdoc/>
    public override string RemoteAddress => Use(nameof(RemoteAddress), "192.0.2.7:40000");

    /// <inheritdoc/>
    public override int RequestCode => Use(nameof(RequestCode), _requestCode);

    /// <inheritdoc/>
    public override int Opaque => Use(nameof(Opaque), 4711);

    /// <inheritdoc/>
    public override bool IsOneWay => Use(nameof(IsOneWay), _isOneWay);

    /// <inheritdoc/>
    public override ReadOnlySequence<byte> RequestBody
    {
        get
        {
            if (_phase == Phase.Before) return new(_body.Memory);
            Note("read RequestBody after BeforeAsync had ended; its memory is another request's by then");
            return default;
        }
    }

    /// <inheritdoc/>
    public override int? ResponseCode => Use(nameof(ResponseCode), _responseCode);

    /// <inheritdoc/>
    public override string? ResponseRemark => Use(nameof(ResponseRemark), _responseRemark);

    /// <inheritdoc/>
    public override Exception? Failure => Use(nameof(Failure), _failure);

    /// <inheritdoc/>
    public override TimeSpan Elapsed => Use(nameof(Elapsed), TimeSpan.FromMilliseconds(_phase == Phase.Before ? 0 : 250));

    /// <summary>Goes on to what <see cref="IRpcHook.AfterAsync"/> sees: a response.</summary>
    /// <param name="responseCode">The response code; null for none, as after a one-way request.</param>
    /// <param name="remark">Its remark.</param>
    public void Answer(int? responseCode = 0, string? remark = null)
    {
        _phase = Phase.After;
        _responseCode = responseCode;
        _responseRemark = remark;
    }

    /// <summary>Goes on to what <see cref="IRpcHook.AfterAsync"/> sees: no response.</summary>
    /// <param name="failure">Why there is none.</param>
    public void Fail(Exception failure)
    {
        _phase = Phase.After;
        _failure = failure;
    }

    /// <summary>Takes the context away from the hooks: each further use is noted.</summary>
    public void GiveBack() => _phase = Phase.GivenBack;

    /// <inheritdoc/>
    public override bool TryGetField(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        Use(nameof(TryGetField), 0);
        for (var i = 0; i < _fields.Count; i++)
        {
            if (!name.SequenceEqual(Encoding.UTF8.GetBytes(_fields[i].Key))) continue;
            value = _utf8[i];
            return true;
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public override string? GetField(string name)
    {
        Use(nameof(GetField), 0);
        var index = _fields.FindIndex(field => field.Key == name);
        return index < 0 ? null : _fields[index].Value;
    }

    /// <inheritdoc/>
    public override void SetField(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!MayChange(nameof(SetField))) return;
        NoteStale($"set field '{name}' to", value);
        TakeSpansBack();
        Put(name, value);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> GetFields() => Use(nameof(GetFields), _fields.ToArray());

    /// <inheritdoc/>
    public override void Reject(int responseCode, string remark)
    {
        if (!MayChange(nameof(Reject))) return;
        if (string.IsNullOrWhiteSpace(remark)) Note("rejected without a remark; the caller sees it and should read why and what to do");
        else NoteStale("rejected with", remark);
        RejectionCode = responseCode;
        RejectionRemark = remark;
    }

    private void Put(string name, string value)
    {
        var index = _fields.FindIndex(field => field.Key == name);
        if (index < 0)
        {
            _fields.Add(new(name, value));
            _utf8.Add(Encoding.UTF8.GetBytes(value));
            return;
        }

        _fields[index] = new(name, value);
        _utf8[index] = Encoding.UTF8.GetBytes(value);
    }

    // A host writes fields into one buffer: each change may move all of them.
    private void TakeSpansBack()
    {
        for (var i = 0; i < _utf8.Count; i++)
        {
            var taken = _utf8[i];
            _utf8[i] = [.. taken];
            taken.AsSpan().Fill(StaleByte);
        }
    }

    private void NoteStale(string what, string text)
    {
        if (!text.Contains((char)StaleByte, StringComparison.Ordinal)) return;
        // A peer may have sent that very character.
        if (!_fields.Exists(field => field.Value.Contains((char)StaleByte, StringComparison.Ordinal)))
            Note($"{what} what a span of TryGetField held that is not valid any more; a span is valid until the hook returns or sets a field");
    }

    private bool MayChange(string member)
    {
        if (_phase == Phase.Before) return true;
        Note($"called {member} after the request; it is allowed before only");
        return false;
    }

    private T Use<T>(string member, T value)
    {
        if (_phase == Phase.GivenBack) Note($"used {member} of a context that was given back; read what is needed later before the returned task ends");
        return value;
    }

    private void Note(string violation)
    {
        lock (_lock) _violations.Add($"The hook {violation}.");
    }

    // A sequence that a hook kept cannot be taken back, but whoever reads it comes by here.
    private sealed class LentBody(TestRpcContext owner, byte[] body) : MemoryManager<byte>
    {
        private readonly byte[] _body = [.. body];

        public override Span<byte> GetSpan()
        {
            if (owner._phase == Phase.Before) return _body;
            owner.Note("read what it kept of RequestBody after BeforeAsync had ended; its memory is another request's by then");
            return new byte[_body.Length];
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("A test's body cannot be pinned.");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
