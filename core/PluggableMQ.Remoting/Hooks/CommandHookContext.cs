using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Calls;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting.Hooks;

/// <summary>A request on its way through the hooks. Reused; used by one thread at a time. Hooks see it through <see cref="View"/>.</summary>
#pragma warning disable CA1001 // Its cancellation has no timer and nobody takes its wait handle: there is nothing to dispose of.
internal sealed class CommandHookContext(TimeProvider clock)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _cancellation = new();
    private RemotingCommand? _request;
    private HookView? _view;
    private HookSet? _set;
    private ulong _passed;
    private ulong _probes;

    /// <summary>What the hooks see.</summary>
    public HookView View => _view ??= new HookView(clock, _gate);

    /// <summary>The hooks of this request, as they were when it began.</summary>
    public RpcHookEntry[] Entries { get; private set; } = [];

    /// <summary>What the hooks watch: cancelled when one is cut off.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Why the request fails after all, by a hook that ran afterwards.</summary>
    public Exception? AfterFailure { get; set; }

    /// <summary>Whether a hook, or the host in its place, refused the request.</summary>
    public bool IsRejected => View.IsRejected;

    /// <summary>The response code of the refusal.</summary>
    public int RejectionCode => View.RejectionCode;

    /// <summary>The remark of the refusal.</summary>
    public string? RejectionRemark => View.RejectionRemark;

    /// <summary>The request code.</summary>
    public int RequestCode => View.RequestCode;

    /// <summary>The peer.</summary>
    public string RemoteAddress => View.RemoteAddress;

    /// <summary>Starts with a request.</summary>
    /// <inheritdoc cref="HookView.Prepare" path="/param"/>
    public void Prepare(RemotingRuntime? receiver, string remoteAddress, RemotingCommand request, long now)
    {
        _request = request;
        View.Prepare(receiver, remoteAddress, request, now);
    }

    /// <summary>Takes the hooks in force, and stays in their set until <see cref="Clear"/>.</summary>
    public void Begin(ref HookSet current)
    {
        _set = HookSet.Enter(ref current);
        Entries = _set.Entries;
    }

    /// <summary>Notes the response; null when there is none.</summary>
    public void SetResponse(RemotingCommand? response) => View.SetResponse(response);

    /// <summary>Notes that the request failed.</summary>
    public void SetFailure(Exception failure) => View.SetFailure(failure);

    /// <summary>Asks whether a hook is called.</summary>
    public bool TryAdmit(int index, HookPhase phase)
    {
        var admission = Entries[index].Admit(phase, IsProbe(index));
        if (admission == HookAdmission.Probe) _probes |= 1UL << index;
        return admission != HookAdmission.SwitchedOff;
    }

    /// <summary>Whether this request is the one that tries a hook which is switched off.</summary>
    public bool IsProbe(int index) => (_probes & (1UL << index)) != 0;

    /// <summary>Notes that a hook let the request pass: it runs afterwards, too.</summary>
    public void MarkPassed(int index) => _passed |= 1UL << index;

    /// <summary>Whether a hook let the request pass.</summary>
    public bool HasPassed(int index) => (_passed & (1UL << index)) != 0;

    /// <summary>Takes the body of a received request out of the receive buffer, before the read loop goes on.</summary>
    public void OwnBody()
    {
        // Together with the exchange of the views: one that is detached does not do it any more.
        lock (_gate) View.OwnBody();
    }

    /// <summary>Leaves a hook behind that does not end: nothing that it holds is used again.</summary>
    public void CutOff()
    {
        lock (_gate)
        {
            _view = View.Detach();
            (_request!.BodySource as PooledBody)?.Forgo();
        }

        var cancellation = _cancellation;
        _cancellation = new CancellationTokenSource();
        // Not on this thread: what the hook registered with its token may block or throw.
        _ = cancellation.CancelAsync().ContinueWith(
            static cancelled => _ = cancelled.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _request = null;
        View.Clear();
        Entries = [];
        AfterFailure = null;
        _passed = 0;
        _probes = 0;
        // Drops what hooks have left registered with the token.
        if (!_cancellation.TryReset()) _cancellation = new CancellationTokenSource();
        var set = _set;
        _set = null;
        set?.Leave();
    }
}
