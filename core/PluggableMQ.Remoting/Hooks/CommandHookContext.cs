using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Hooks;

/// <summary>Shows a command to hooks. Reused.</summary>
internal sealed class CommandHookContext(TimeProvider clock) : RpcHookContext
{
    private RemotingCommand _request = null!;
    private RpcDirection _direction;
    private string _remoteAddress = "";
    private long _startedAt;
    private TimeSpan? _elapsed;
    private int? _responseCode;
    private string? _responseRemark;
    private Exception? _failure;

    /// <summary>The hooks of this request, as they were when it began.</summary>
    public IRpcHook[] Hooks { get; private set; } = [];

    /// <summary>How many hooks have let the request pass: those run afterwards.</summary>
    public int Ran { get; set; }

    /// <summary>Whether a hook refused the request.</summary>
    public bool IsRejected { get; private set; }

    /// <summary>The response code of the refusal.</summary>
    public int RejectionCode { get; private set; }

    /// <summary>The remark of the refusal.</summary>
    public string? RejectionRemark { get; private set; }

    /// <inheritdoc/>
    public override RpcDirection Direction => _direction;

    /// <inheritdoc/>
    public override string RemoteAddress => _remoteAddress;

    /// <inheritdoc/>
    public override int RequestCode => _request.Code;

    /// <inheritdoc/>
    public override int Opaque => _request.Opaque;

    /// <inheritdoc/>
    public override bool IsOneWay => _request.IsOneWay;

    /// <inheritdoc/>
    public override ReadOnlySequence<byte> RequestBody => _elapsed is null ? _request.Body : default;

    /// <inheritdoc/>
    public override int? ResponseCode => _responseCode;

    /// <inheritdoc/>
    public override string? ResponseRemark => _responseRemark;

    /// <inheritdoc/>
    public override Exception? Failure => _failure;

    /// <inheritdoc/>
    public override TimeSpan Elapsed => _elapsed ?? clock.GetElapsedTime(_startedAt);

    /// <summary>Starts with a request.</summary>
    public void Prepare(RpcDirection direction, string remoteAddress, RemotingCommand request)
    {
        _direction = direction;
        _remoteAddress = remoteAddress;
        _request = request;
        _startedAt = clock.GetTimestamp();
    }

    /// <summary>Takes the hooks in force.</summary>
    public IRpcHook[] Begin(IRpcHook[] hooks)
    {
        Ran = 0;
        return Hooks = hooks;
    }

    /// <summary>Notes the response; null when there is none.</summary>
    public void SetResponse(RemotingCommand? response)
    {
        _elapsed = clock.GetElapsedTime(_startedAt);
        _responseCode = response?.Code;
        _responseRemark = response?.Remark;
    }

    /// <summary>Notes that the request failed.</summary>
    public void SetFailure(Exception failure)
    {
        _elapsed = clock.GetElapsedTime(_startedAt);
        _failure = failure;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _request = null!;
        _elapsed = null;
        _responseCode = null;
        _responseRemark = null;
        _failure = null;
        Hooks = [];
        Ran = 0;
        IsRejected = false;
        RejectionRemark = null;
    }

    /// <inheritdoc/>
    public override bool TryGetField(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => _request.Fields.TryGet(name, out value);

    /// <inheritdoc/>
    public override string? GetField(string name)
    {
        Span<byte> buffer = stackalloc byte[128];
        return Encoding.UTF8.TryGetBytes(name, buffer, out var length)
            ? _request.Fields.GetString(buffer[..length])
            : _request.Fields.GetString(Encoding.UTF8.GetBytes(name));
    }

    /// <inheritdoc/>
    public override void SetField(string name, string value)
    {
        ThrowIfAfter(nameof(SetField));
        _request.Fields.Set(name, value);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> GetFields()
    {
        var fields = _request.Fields;
        var copy = new KeyValuePair<string, string>[fields.Count];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = new(Encoding.UTF8.GetString(fields.GetName(i)), Encoding.UTF8.GetString(fields.GetValue(i)));
        return copy;
    }

    /// <inheritdoc/>
    public override void Reject(int responseCode, string remark)
    {
        ThrowIfAfter(nameof(Reject));
        IsRejected = true;
        RejectionCode = responseCode;
        RejectionRemark = remark;
    }

    private void ThrowIfAfter(string member)
    {
        if (_elapsed is not null)
            throw new InvalidOperationException(
                $"{member} is allowed before the request only; request code {RequestCode} already has its outcome.");
    }
}
