using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Remoting.Dispatch;
using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Remoting;

/// <summary>A hook in use: what happens when it fails, its time limit, its circuit breaker and what was counted. Thread-safe.</summary>
/// <remarks>State and counts belong to the entry: one that is handed to <see cref="RpcHookPipeline.Replace(IReadOnlyList{RpcHookEntry})"/>
/// again keeps them, a new entry starts fresh.</remarks>
public sealed class RpcHookEntry
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly HookClock _clock;
    private readonly HookBreaker _breaker;
    private readonly LogThrottle _throttle;
    private readonly ILogger _logger;
    private readonly long _limit;
    private long _failures;
    private long _timeouts;
    private long _blocked;
    private long _rejections;
    private long _skipped;
    private long _lastFault = long.MinValue;
    private volatile string? _lastFaultText;

    /// <summary>Puts a hook into use.</summary>
    /// <param name="hook">The hook; it is not disposed here.</param>
    /// <param name="options">How it is watched over; null for the defaults.</param>
    /// <param name="clock">The clock of its limits; null for the system's.</param>
    /// <param name="logger">Where its failures are logged; null for nowhere.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time limit is not more than zero and at most a minute.</exception>
    public RpcHookEntry(IRpcHook hook, RpcHookEntryOptions? options = null, TimeProvider? clock = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(hook);
        options ??= new RpcHookEntryOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TimeLimit, TimeSpan.FromMilliseconds(1), nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.TimeLimit, RpcHookEntryOptions.MaxTimeLimit, nameof(options));
        Hook = hook;
        // Read once: in an error text is no place to run a plugin.
        Name = options.Name ?? hook.Name ?? hook.GetType().Name;
        OnFailure = options.OnFailure ?? (hook as IRpcHookFailurePolicy)?.OnFailure ?? RpcHookFailureMode.FailClosed;
        TimeLimit = options.TimeLimit;
        Time = clock ?? TimeProvider.System;
        _clock = new HookClock(Time);
        _breaker = new HookBreaker(_clock);
        _throttle = new LogThrottle(LogInterval, Time);
        _logger = logger ?? NullLogger.Instance;
        _limit = (long)TimeLimit.TotalMilliseconds;
        SwitchedOffText = $"The RPC hook '{Name}' keeps failing and is switched off for a while, so requests are refused (failClosed). " +
            "Look for its failures in the log of the process that runs it, and mend or remove the hook.";
    }

    /// <summary>The hook.</summary>
    public IRpcHook Hook { get; }

    /// <summary>The name in logs, errors and health reports.</summary>
    public string Name { get; }

    /// <summary>What happens to a request when the hook fails.</summary>
    public RpcHookFailureMode OnFailure { get; }

    /// <summary>How long each of the hook's two calls may take.</summary>
    public TimeSpan TimeLimit { get; }

    /// <summary>Whether it is called.</summary>
    public RpcHookState State => _breaker.State;

    /// <summary>What was counted since it was put into use.</summary>
    public RpcHookCounts Counts => new(
        Volatile.Read(ref _failures), Volatile.Read(ref _timeouts), Volatile.Read(ref _blocked), Volatile.Read(ref _rejections),
        Volatile.Read(ref _skipped));

    /// <summary>What the last failure was; null when there was none.</summary>
    public string? LastFault => _lastFaultText;

    /// <summary>How long ago the last failure was; null when there was none.</summary>
    public TimeSpan? SinceLastFault
        => Volatile.Read(ref _lastFault) is var last and not long.MinValue ? TimeSpan.FromMilliseconds(_clock.Now - last) : null;

    /// <summary>Whether a failure lets the request pass.</summary>
    internal bool FailsOpen => OnFailure == RpcHookFailureMode.FailOpen;

    /// <summary>The clock of its limits.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Milliseconds, to be handed to <see cref="Succeeded"/>.</summary>
    internal long Now => _clock.Now;

    /// <summary>What a request hears that is refused because the hook is switched off.</summary>
    internal string SwitchedOffText { get; }

    /// <summary>Asks whether a request may call the hook; one that may not is counted.</summary>
    internal HookAdmission Admit(HookPhase phase, bool isProbe)
    {
        var admission = _breaker.Admit(phase, isProbe);
        if (admission == HookAdmission.SwitchedOff) Interlocked.Increment(ref _skipped);
        return admission;
    }

    /// <summary>What is left of the time limit of a call; not less than zero.</summary>
    internal TimeSpan GetRemaining(long begin)
        => TimeSpan.FromMilliseconds(Math.Max(0, _limit - (_clock.Now - begin)));

    /// <summary>Whether a call that ended well needs no note: it was short enough, and the hook has not failed lately.</summary>
    internal bool IsCalm(long elapsed) => elapsed <= _limit && _breaker.IsCalm;

    /// <summary>Notes that a call ended well. One that kept its thread for longer than its limit is a failure all the same, but its
    /// outcome stands: it is there.</summary>
    internal void Succeeded(HookPhase phase, bool isProbe, long elapsed)
    {
        if (elapsed > _limit)
        {
            Interlocked.Increment(ref _blocked);
            Fault(phase, isProbe, $"kept its thread for {elapsed} ms, which is more than its limit of {_limit} ms", null);
        }
        else if (_breaker.Succeeded(phase, isProbe))
        {
            RemotingLog.HookSwitchedOn(_logger, Name);
        }
    }

    /// <summary>Notes that a call threw.</summary>
    internal void Threw(HookPhase phase, bool isProbe, Exception exception)
    {
        Interlocked.Increment(ref _failures);
        Fault(phase, isProbe, $"threw {exception.GetType().Name}: {exception.Message}", exception);
    }

    /// <summary>Notes that a call was cut off at its time limit.</summary>
    internal void TimedOut(HookPhase phase, bool isProbe)
    {
        Interlocked.Increment(ref _timeouts);
        Fault(phase, isProbe, $"did not end within {_limit} ms and was cut off", null);
    }

    /// <summary>Notes that the hook refused a request.</summary>
    internal void Rejected() => Interlocked.Increment(ref _rejections);

    /// <summary>Notes that a probe ended without telling anything.</summary>
    internal void GiveUpProbe() => _breaker.GiveUpProbe();

    private void Fault(HookPhase phase, bool isProbe, string what, Exception? exception)
    {
        var when = phase == HookPhase.Before ? "before" : "after";
        _lastFaultText = $"It {what} ({when} a request).";
        Volatile.Write(ref _lastFault, _clock.Now);
        var isSwitchedOff = _breaker.Failed(phase, isProbe);
        if (_throttle.TryEnter())
        {
            var count = _failures + _timeouts + _blocked;
            RemotingLog.HookMisbehaved(_logger, exception, Name, what, when, FailsOpen ? "failOpen" : "failClosed", count);
        }

        if (isSwitchedOff) RemotingLog.HookSwitchedOff(_logger, Name, HookBreaker.OffTime / 1000, FailsOpen ? "pass without it" : "are refused", what);
    }
}
