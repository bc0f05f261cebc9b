using Microsoft.Extensions.Logging;

namespace PluggableMQ.Client.Instance;

/// <summary>Runs work at a fixed rate, one run at a time: ticks during a run lead to one more run behind it. A failed run is logged, the next one
/// comes.</summary>
internal sealed class PeriodicTask : IAsyncDisposable
{
    private readonly string _name;
    private readonly string _clientId;
    private readonly Func<CancellationToken, ValueTask> _work;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _busy;
    private bool _again;

    public PeriodicTask(string name, string clientId, TimeSpan first, TimeSpan period, Func<CancellationToken, ValueTask> work, TimeProvider clock, ILogger logger)
    {
        _name = name;
        _clientId = clientId;
        _work = work;
        _logger = logger;
        _timer = clock.CreateTimer(static state => ((PeriodicTask)state!).OnTick(), this, first, period);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Task running;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested) return;
            _stopping.Cancel();
            running = _running;
        }

        await running.ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Runs now, or once more when it is running.</summary>
    public void RunNow() => OnTick();

    private void OnTick()
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested) return;
            _again = _busy;
            if (_busy) return;
            _busy = true;
            _running = RunAsync(_stopping.Token);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // Leaves the timer's thread and the lock.
        await Task.Yield();
        do
        {
            try
            {
                await _work(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
#pragma warning disable CA1031 // Whatever a run throws must not end the task: the next run may succeed.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _logger.TaskFailed(e, _name, _clientId);
            }
        }
        while (GoOn(cancellationToken));
    }

    private bool GoOn(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _busy = _again && !cancellationToken.IsCancellationRequested;
            _again = false;
            return _busy;
        }
    }
}
