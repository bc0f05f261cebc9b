using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting.Hooks;

/// <summary>Shows a request to its hooks. Reused with the request's <see cref="CommandHookContext"/>, until a hook is cut off.</summary>
/// <remarks>
/// A hook that is cut off keeps its view and may use it at any time on any thread, while the request and the memory behind it go on to
/// others. So the view is detached first, under the lock that each access to the request takes; from then on it only throws.
/// The body of a received request lies in the receive buffer until a hook asks for it.
/// </remarks>
internal sealed class HookView(TimeProvider clock, Lock gate) : RpcHookContext
{
    private RemotingCommand? _request;
    private RemotingRuntime? _receiver;
    private bool _isDetached;
    private RpcDirection _direction;
    private string _remoteAddress = "";
    private int _requestCode;
    private int _opaque;
    private bool _isOneWay;
    private long _startedAt;
    private TimeSpan? _elapsed;
    private int? _responseCode;
    private string? _responseRemark;
    private Exception? _failure;

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
    public override int RequestCode => _requestCode;

    /// <inheritdoc/>
    public override int Opaque => _opaque;

    /// <inheritdoc/>
    public override bool IsOneWay => _isOneWay;

    /// <inheritdoc/>
    public override ReadOnlySequence<byte> RequestBody
    {
        get
        {
            lock (gate)
            {
                var request = Use();
                if (_elapsed is not null) return default;
                _receiver?.OwnBody(request);
                return request.Body;
            }
        }
    }

    /// <inheritdoc/>
    public override int? ResponseCode => _responseCode;

    /// <inheritdoc/>
    public override string? ResponseRemark => _responseRemark;

    /// <inheritdoc/>
    public override Exception? Failure => _failure;

    /// <inheritdoc/>
    public override TimeSpan Elapsed => _elapsed ?? clock.GetElapsedTime(_startedAt);

    /// <summary>Starts with a request.</summary>
    /// <param name="receiver">Whoever received it; null for one that is sent.</param>
    /// <param name="remoteAddress">The peer.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The present, as a time stamp of the clock.</param>
    public void Prepare(RemotingRuntime? receiver, string remoteAddress, RemotingCommand request, long now)
    {
        _receiver = receiver;
        _direction = receiver is null ? RpcDirection.Outbound : RpcDirection.Inbound;
        _remoteAddress = remoteAddress;
        _request = request;
        _requestCode = request.Code;
        _opaque = request.Opaque;
        _isOneWay = request.IsOneWay;
        _startedAt = now;
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

    /// <summary>Notes that the host refuses the request.</summary>
    public void Refuse(int responseCode, string remark)
    {
        IsRejected = true;
        RejectionCode = responseCode;
        RejectionRemark = remark;
    }

    /// <summary>Takes back what a hook refused that failed afterwards.</summary>
    public void ClearRejection()
    {
        IsRejected = false;
        RejectionRemark = null;
    }

    /// <summary>Takes the request away from the hook that was cut off, and goes on with a view of its own.</summary>
    public HookView Detach()
    {
        var next = new HookView(clock, gate)
        {
            _request = _request,
            _receiver = _receiver,
            _direction = _direction,
            _remoteAddress = _remoteAddress,
            _requestCode = _requestCode,
            _opaque = _opaque,
            _isOneWay = _isOneWay,
            _startedAt = _startedAt,
            _elapsed = _elapsed,
            _responseCode = _responseCode,
            _responseRemark = _responseRemark,
            _failure = _failure,
        };
        lock (gate)
        {
            _isDetached = true;
            _request = null;
        }

        return next;
    }

    /// <summary>Takes the body of a received request out of the receive buffer. Under the lock.</summary>
    public void OwnBody()
    {
        if (_request is not null) _receiver?.OwnBody(_request);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (gate) _request = null;
        _elapsed = null;
        _responseCode = null;
        _responseRemark = null;
        _failure = null;
        ClearRejection();
    }

    /// <inheritdoc/>
    public override bool TryGetField(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        lock (gate) return Use().Fields.TryGet(name, out value);
    }

    /// <inheritdoc/>
    public override string? GetField(string name)
    {
        Span<byte> buffer = stackalloc byte[128];
        lock (gate)
        {
            return Encoding.UTF8.TryGetBytes(name, buffer, out var length)
                ? Use().Fields.GetString(buffer[..length])
                : Use().Fields.GetString(Encoding.UTF8.GetBytes(name));
        }
    }

    /// <inheritdoc/>
    public override void SetField(string name, string value)
    {
        lock (gate)
        {
            ThrowIfAfter(nameof(SetField));
            Use().Fields.Set(name, value);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> GetFields()
    {
        lock (gate)
        {
            var fields = Use().Fields;
            var copy = new KeyValuePair<string, string>[fields.Count];
            for (var i = 0; i < copy.Length; i++)
                copy[i] = new(Encoding.UTF8.GetString(fields.GetName(i)), Encoding.UTF8.GetString(fields.GetValue(i)));
            return copy;
        }
    }

    /// <inheritdoc/>
    public override void Reject(int responseCode, string remark)
    {
        lock (gate)
        {
            Use();
            ThrowIfAfter(nameof(Reject));
            Refuse(responseCode, remark);
        }
    }

    private RemotingCommand Use() => _request ?? throw new InvalidOperationException(
        _isDetached
            ? $"The hook was cut off at its time limit, and request code {_requestCode} went on without it. A hook must end when its token " +
                "is cancelled, and leave the context alone from then on."
            : "The request is over. A hook must not keep the context after its task has completed.");

    private void ThrowIfAfter(string member)
    {
        if (_elapsed is not null)
            throw new InvalidOperationException(
                $"{member} is allowed before the request only; request code {RequestCode} already has its outcome.");
    }
}
