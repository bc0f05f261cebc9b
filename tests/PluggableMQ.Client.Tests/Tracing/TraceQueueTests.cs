using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Testing;

namespace PluggableMQ.Client.Tests.Tracing;

public sealed class TraceQueueTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogCollector _log = new();
    private readonly GatedDispatcher _dispatcher = new();

    [Fact]
    public async Task Add_FewRecords_GoTogetherAfterAMoment()
    {
        await using var queue = Make();
        for (var i = 0; i < 3; i++) queue.Add(Record(i));
        await AdvanceToBatchAsync();
        Assert.Equal([0, 1, 2], await _dispatcher.TakeAsync());
        _dispatcher.GoOn();
    }

    [Fact]
    public async Task Add_FullBatch_DoesNotWait()
    {
        await using var queue = Make();
        for (var i = 0; i < 250; i++) queue.Add(Record(i));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), await _dispatcher.TakeAsync());
        _dispatcher.GoOn();
        Assert.Equal(100, (await _dispatcher.TakeAsync()).Count);
        _dispatcher.GoOn();
        await AdvanceToBatchAsync();
        Assert.Equal(50, (await _dispatcher.TakeAsync()).Count);
        _dispatcher.GoOn();
    }

    [Fact]
    public async Task Add_DispatcherStuck_DropsBeyond1024AndCountsAndNeverWaits()
    {
        await using var queue = Make();
        for (var i = 0; i < 100; i++) queue.Add(Record(i));
        await _dispatcher.TakeAsync();

        for (var i = 0; i < 1_024 + 7; i++) queue.Add(Record(i));

        Assert.Equal(7, queue.Dropped);
        Assert.Contains("1 records have been dropped", Assert.Single(_log.Get("TraceDropped")), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromMinutes(1));
        queue.Add(Record(0));
        Assert.Contains("8 records have been dropped", _log.Get("TraceDropped")[1], StringComparison.Ordinal);
        _dispatcher.Open();
    }

    [Fact]
    public async Task Dispatch_Throws_IsLoggedAndTheNextBatchComes()
    {
        await using var queue = Make();
        queue.Add(Record(1));
        await AdvanceToBatchAsync();
        await _dispatcher.TakeAsync();
        _dispatcher.Fail(new InvalidOperationException("broken"));
        Assert.Contains("1 records are lost", await _log.WaitForAsync("TraceDispatchFailed"), StringComparison.Ordinal);

        queue.Add(Record(2));
        await AdvanceToBatchAsync();
        Assert.Equal([2], await _dispatcher.TakeAsync());
        _dispatcher.GoOn();
    }

    [Fact]
    public async Task DisposeAsync_RecordsWait_AreHandedOverFirst()
    {
        var queue = Make();
        for (var i = 0; i < 130; i++) queue.Add(Record(i));
        _dispatcher.Open();
        await queue.DisposeAsync();
        await queue.DisposeAsync();
        Assert.Equal(130, _dispatcher.Total);
        queue.Add(Record(0));
        Assert.Equal(130, _dispatcher.Total);
    }

    [Fact]
    public async Task Add_AfterTheShutdown_IsNoDrop()
    {
        var health = new ClientHealth(_clock).Tracing;
        var queue = new TraceQueue(_dispatcher, "G", _clock, _log, health);
        await queue.DisposeAsync();

        queue.Add(Record(1));

        Assert.Equal((0L, 0L, null), (queue.Dropped, health.DroppedRecords, health.LastFault));
        Assert.Empty(_log.Get("TraceDropped"));
    }

    [Fact]
    public async Task DisposeAsync_DispatcherStuck_IsCutAfterFiveSeconds()
    {
        var queue = Make();
        for (var i = 0; i < 150; i++) queue.Add(Record(i));
        await _dispatcher.TakeAsync();
        var dispose = queue.DisposeAsync().AsTask();

        _clock.Advance(TimeSpan.FromMilliseconds(4_999));
        Assert.False(dispose.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await dispose.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains("50 records are lost", Assert.Single(_log.Get("TraceFlushCut")), StringComparison.Ordinal);
        Assert.True(_dispatcher.Token.IsCancellationRequested);
        _dispatcher.Open();
    }

    [Fact]
    public async Task Dispatch_BlocksItsThread_HoldsUpNobodyElse()
    {
        var health = new ClientHealth(_clock).Tracing;
        var goOn = new TaskCompletionSource();
        var dispatcher = new BlockingDispatcher(8, goOn.Task);
        var queues = Enumerable.Range(0, 8).Select(_ => new TraceQueue(dispatcher, "G", _clock, _log, health)).ToList();

        // More of them than a thread pool of two cores starts with.
        foreach (var queue in queues)
        {
            for (var i = 0; i < 100; i++) queue.Add(Record(i));
        }

        await dispatcher.AllEntered.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, health.Stuck);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(8, health.Stuck);

        var stops = queues.Select(queue => queue.DisposeAsync().AsTask()).ToList();
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(stops).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((0, 8L), (health.Stuck, health.Failures));
        goOn.SetResult();
    }

    [Fact]
    public async Task Health_DroppedAndFailed_AreCountedAndTheLastIsTold()
    {
        var health = new ClientHealth(_clock).Tracing;
        await using var queue = new TraceQueue(_dispatcher, "G", _clock, _log, health);
        for (var i = 0; i < 100; i++) queue.Add(Record(i));
        await _dispatcher.TakeAsync();
        for (var i = 0; i < 1_024 + 3; i++) queue.Add(Record(i));
        Assert.Equal((3L, 0L), (health.DroppedRecords, health.Failures));
        Assert.Contains("records were dropped", health.LastFault, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(1));

        _dispatcher.Fail(new InvalidOperationException("broken"));
        await _log.WaitForAsync("TraceDispatchFailed");

        Assert.Equal((3L, 1L), (health.DroppedRecords, health.Failures));
        Assert.Contains("InvalidOperationException: broken", health.LastFault, StringComparison.Ordinal);
        _dispatcher.Open();
    }

    public void Dispose()
    {
        _log.Dispose();
        _dispatcher.Dispose();
    }

    private TraceQueue Make() => new(_dispatcher, "G", _clock, _log);

    // The loop asks the clock for 100 ms once it has seen the first record; then, and only then, time may pass.
    private async Task AdvanceToBatchAsync()
    {
        while (_clock.ActiveTimers == 0) await Task.Yield();
        _clock.Advance(TimeSpan.FromMilliseconds(100));
    }

    private static TraceRecord Record(int number) => new() { Type = TraceType.Pub, Timestamp = number, Group = "G", Messages = [] };

    /// <summary>Keeps the threads that call it.</summary>
    private sealed class BlockingDispatcher(int expected, Task goOn) : ITraceDispatcher
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Task AllEntered => _entered.Task;

        public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _count) == expected) _entered.SetResult();
            goOn.Wait(CancellationToken.None);
            return default;
        }
    }

    /// <summary>Lets a test look at each batch before it goes on.</summary>
    private sealed class GatedDispatcher : ITraceDispatcher, IDisposable
    {
        private readonly SemaphoreSlim _arrived = new(0);
        private TaskCompletionSource _goOn = NewSignal();
        private List<long> _batch = [];
        private volatile bool _open;

        public int Total { get; private set; }

        public CancellationToken Token { get; private set; }

        public async ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            Total += batch.Length;
            _batch = [.. batch.ToArray().Select(record => record.Timestamp)];
            var goOn = _goOn;
            _arrived.Release();
            if (!_open) await goOn.Task;
        }

        public async Task<IReadOnlyList<long>> TakeAsync()
        {
            Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(60)));
            return _batch;
        }

        public void GoOn() => Swap().SetResult();

        public void Fail(Exception exception) => Swap().SetException(exception);

        public void Open()
        {
            _open = true;
            GoOn();
        }

        public void Dispose() => _arrived.Dispose();

        private TaskCompletionSource Swap()
        {
            var goOn = _goOn;
            _goOn = NewSignal();
            return goOn;
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
