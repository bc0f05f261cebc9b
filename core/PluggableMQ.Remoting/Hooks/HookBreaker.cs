namespace PluggableMQ.Remoting.Hooks;

/// <summary>
/// Switches a hook off that keeps failing: after 5 failures in a row, or when more than half of at least 20 calls in 10 seconds failed.
/// After 30 seconds one request may try it again. Thread-safe; while nothing fails, a call costs two reads.
/// </summary>
internal sealed class HookBreaker(HookClock clock)
{
    /// <summary>How long a hook stays switched off, in milliseconds. A probe without outcome is given up after as long.</summary>
    public const long OffTime = 30_000;

    private readonly Lock _gate = new();
    private HookTally _before;
    private HookTally _after;
    private HookPhase _openedBy;
    private long _until;
    private volatile bool _isTroubled;
    private volatile RpcHookState _state;

    /// <summary>Where it is.</summary>
    public RpcHookState State => _state;

    /// <summary>Whether it is on and nothing has failed lately, so that a success says nothing new.</summary>
    public bool IsCalm => !_isTroubled && _state == RpcHookState.On;

    /// <summary>Asks whether a request may call the hook.</summary>
    /// <param name="phase">What would be called.</param>
    /// <param name="isProbe">Whether the request was the probe before.</param>
    public HookAdmission Admit(HookPhase phase, bool isProbe)
    {
        if (_state == RpcHookState.On) return HookAdmission.Admitted;
        if (phase == HookPhase.Before) return AdmitProbe();
        return isProbe ? HookAdmission.Probe : HookAdmission.SwitchedOff;
    }

    /// <summary>Notes that a call went well; true when that switched the hook on again.</summary>
    public bool Succeeded(HookPhase phase, bool isProbe)
    {
        if (!_isTroubled && !isProbe) return false;
        lock (_gate)
        {
            if (_state == RpcHookState.On)
            {
                var now = clock.Now;
                TallyOf(phase).Succeeded(now);
                _isTroubled = !_before.IsQuiet(now) || !_after.IsQuiet(now);
                return false;
            }

            // A hook that was switched off for what it does afterwards has proved nothing yet.
            if (!isProbe || phase < _openedBy) return false;
            _state = RpcHookState.On;
            _isTroubled = false;
            _before = default;
            _after = default;
            return true;
        }
    }

    /// <summary>Notes that a call failed; true when that switched the hook off.</summary>
    public bool Failed(HookPhase phase, bool isProbe)
    {
        lock (_gate)
        {
            var now = clock.Now;
            if (_state == RpcHookState.On)
            {
                _isTroubled = true;
                if (!TallyOf(phase).Failed(now)) return false;
            }
            else if (!isProbe)
            {
                // Called before it was switched off.
                return false;
            }

            _openedBy = phase;
            _until = now + OffTime;
            _state = RpcHookState.Off;
            return true;
        }
    }

    /// <summary>Notes that a probe ended without telling anything: the next request is one.</summary>
    public void GiveUpProbe()
    {
        lock (_gate)
        {
            if (_state == RpcHookState.Probing) _until = clock.Now;
        }
    }

    private HookAdmission AdmitProbe()
    {
        lock (_gate)
        {
            if (_state == RpcHookState.On) return HookAdmission.Admitted;
            var now = clock.Now;
            if (now < _until) return HookAdmission.SwitchedOff;
            _state = RpcHookState.Probing;
            _until = now + OffTime;
            return HookAdmission.Probe;
        }
    }

    private ref HookTally TallyOf(HookPhase phase)
    {
        if (phase == HookPhase.Before) return ref _before;
        return ref _after;
    }
}
