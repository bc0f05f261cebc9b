using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Exchange;
using PluggableMQ.Client.Health;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Client.Tracing;

/// <summary>
/// Takes trace records off the send path: at most 1024 wait, further ones are dropped and counted. One loop hands them to the dispatcher
/// in batches of up to 100, each as soon as it is full or 100 ms after its first record came. The dispatcher is called on a thread of
/// the queue's own: one that blocks holds up nobody else. One that is exchanged or shut down while it hangs is given up.
/// </summary>
internal sealed class TraceQueue : IAsyncDisposable
{
    /// <summary>How many records wait at most.</summary>
    public const int Capacity = 1024;

    /// <summary>How many records a batch has at most.</summary>
    public const int BatchSize = 100;

    private const long NotDispatching = long.MinValue;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Channel<TraceRecord> _records = Channel.CreateBounded<TraceRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITraceDispatcher _dispatcher;
    private readonly string _group;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly LogThrottle _throttle;
    private readonly TracingHealth? _health;
    private readonly Task _loop;
    private TraceRecord[] _batch = new TraceRecord[BatchSize];
    private DispatchThread _thread;
    private TaskCompletionSource _full = NewSignal();
    private volatile bool _completing;
    private int _waiting;
    private long _dropped;
    private long _dispatchingSince = NotDispatching;

    public TraceQueue(ITraceDispatcher dispatcher, string group, TimeProvider clock, ILogger logger, TracingHealth? health = null)
    {
        _dispatcher = dispatcher;
        _group = group;
        _clock = clock;
        _logger = logger;
        _throttle = new LogThrottle(TimeSpan.FromMinutes(1), clock);
        _health = health;
        _health?.Add(this);
        _thread = NewThread();
        _loop = Task.Run(RunAsync);
    }

    /// <summary>How many records were dropped because the queue was full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether the dispatcher has been busy with one batch for more than five seconds.</summary>
    public bool IsStuck => Volatile.Read(ref _dispatchingSince) is var since and not NotDispatching && _clock.GetElapsedTime(since) > StuckAfter;

    /// <summary>Adds a record; never waits. One that comes after the shutdown is let go.</summary>
    public void Add(TraceRecord record)
    {
        if (_records.Writer.TryWrite(record))
        {
            if (Interlocked.Increment(ref _waiting) == BatchSize) Volatile.Read(ref _full).TrySetResult();
            return;
        }

        if (_completing) return;
        var dropped = Interlocked.Increment(ref _dropped);
        _health?.Dropped();
        if (_throttle.TryEnter()) _logger.TraceDropped(_group, dropped);
    }

    /// <summary>Hands the rest to the dispatcher, for five seconds at most, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        // First: who finds the queue closed then knows why.
        _completing = true;
        _records.Writer.TryComplete();
        _health?.Remove(this);
        Volatile.Read(ref _full).TrySetResult();
        try
        {
            await _loop.WaitAsync(Grace, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            // It leaves a call that hangs behind.
            await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _health?.Failed("It did not finish in time when its producer shut down.");
            _logger.TraceFlushCut(_group, _records.Reader.Count);
        }
    }

    private DispatchThread NewThread() => new($"trace {_group}");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        try
        {
            await DispatchAllAsync().ConfigureAwait(false);
        }
        finally
        {
            _thread.End();
        }
    }

    private async Task DispatchAllAsync()
    {
        while (await _records.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await WaitForBatchAsync().ConfigureAwait(false);
            var count = 0;
            while (count < BatchSize && _records.Reader.TryRead(out var record)) _batch[count++] = record;
            Interlocked.Add(ref _waiting, -count);
            await DispatchAsync(count).ConfigureAwait(false);
            if (_stopping.IsCancellationRequested) return;
        }
    }

    private async Task WaitForBatchAsync()
    {
        // Set anew before looking: an Add after the look finds this one.
        var full = NewSignal();
        Volatile.Write(ref _full, full);
        if (Volatile.Read(ref _waiting) >= BatchSize || _completing) return;
        using var timeUp = new CancellationTokenSource();
        var delay = Task.Delay(Interval, _clock, timeUp.Token);
        await Task.WhenAny(full.Task, delay).ConfigureAwait(false);
        await timeUp.CancelAsync().ConfigureAwait(false);
    }

    private async Task DispatchAsync(int count)
    {
        if (count == 0) return;
        var since = _clock.GetTimestamp();
        Volatile.Write(ref _dispatchingSince, since);
        try
        {
            if (!await TryCallAsync(_batch.AsMemory(0, count), since).ConfigureAwait(false)) LeaveBehind(count);
        }
#pragma warning disable CA1031 // A plugin may throw anything; tracing goes on with the next batch.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _health?.Failed($"It threw {e.GetType().Name}: {e.Message}");
            _logger.TraceDispatchFailed(e, _group, count);
        }
        finally
        {
            Volatile.Write(ref _dispatchingSince, NotDispatching);
            _batch.AsSpan(0, count).Clear();
        }
    }

    // Whether the dispatcher has come back. It is given up when the queue stops, and when it was exchanged and has taken five seconds.
    private async Task<bool> TryCallAsync(ReadOnlyMemory<TraceRecord> batch, long since)
    {
        var use = (_dispatcher as IExchangeable<ITraceDispatcher>)?.Enter();
        var dispatcher = use?.Value ?? _dispatcher;
        // Without a timer and for one call: there is nothing to dispose, and what is left behind may still look at it.
        var token = new CancellationTokenSource();
        var call = _thread.RunAsync(() => dispatcher.DispatchAsync(batch, token.Token).AsTask());
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, use?.Retiring ?? CancellationToken.None))
        {
            await call.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var rest = StuckAfter - _clock.GetElapsedTime(since);
        if (!call.IsCompleted && rest > TimeSpan.Zero)
            await call.WaitAsync(rest, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (call.IsCompleted)
        {
            use?.Dispose();
            await call.ConfigureAwait(false);
            return true;
        }

        // What it has registered with the token is not waited for, either.
        _ = token.CancelAsync().ContinueWith(static cancelled => _ = cancelled.Exception, TaskScheduler.Default);
        _ = call.ContinueWith(
            late =>
            {
                _ = late.Exception;
                use?.Dispose();
            },
            TaskScheduler.Default);
        return false;
    }

    // The dispatcher still has its batch, and perhaps its thread.
    private void LeaveBehind(int count)
    {
        _thread.End();
        _thread = NewThread();
        _batch = new TraceRecord[BatchSize];
        // A shutdown says so itself.
        if (!_stopping.IsCancellationRequested) _logger.TraceDispatcherLeft(_group, count);
    }
}
