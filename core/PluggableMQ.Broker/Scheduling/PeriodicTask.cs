using Microsoft.Extensions.Logging;

namespace PluggableMQ.Broker.Scheduling;

/// <summary>
/// Runs an action again and again by the host's clock. A run that fails is logged and the next one tries again; runs never overlap.
/// </summary>
internal sealed class PeriodicTask : IAsyncDisposable
{
    private readonly string _name;
    private readonly Func<CancellationToken, ValueTask> _action;
    private readonly TimeSpan _period;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Task _current = Task.CompletedTask;
    private bool _stopped;

    /// <param name="name">What it does, for the log.</param>
    /// <param name="first">When it runs first.</param>
    /// <param name="period">The time from the end of a run to the start of the next one.</param>
    /// <param name="action">What to run; its token ends with this task.</param>
    /// <param name="clock">Decides when.</param>
    /// <param name="logger">Told of failures.</param>
    public PeriodicTask(
        string name, TimeSpan first, TimeSpan period, Func<CancellationToken, ValueTask> action, TimeProvider clock, ILogger logger)
    {
        _name = name;
        _action = action;
        _period = period;
        _logger = logger;
        _timer = clock.CreateTimer(static self => ((PeriodicTask)self!).Begin(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(first, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the repetition and waits for a run in progress.</summary>
    /// <returns>A task that ends when nothing runs any more.</returns>
    public async ValueTask DisposeAsync()
    {
        Task current;
        lock (_gate)
        {
            if (_stopped) return;
            _stopped = true;
            current = _current;
        }

        await _stop.CancelAsync();
        await _timer.DisposeAsync();
        await current;
        _stop.Dispose();
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (!_stopped) _current = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await _action(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Whatever a run throws, the broker's other work and the next run must go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            BrokerLog.PeriodicTaskFailed(_logger, _name, e);
        }

        lock (_gate)
        {
            if (!_stopped) _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }
}
