using System.Threading.Channels;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Exchange;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Testing;

namespace PluggableMQ.Client.Tests.Tracing;

/// <summary>A dispatcher that hangs, and is exchanged or shut down then.</summary>
public sealed class TraceQueueExchangeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualClock _clock = new();
    private readonly LogCollector _log = new();
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispatch_HangsAndIsExchanged_TheNewOneTakesOverAndTheOldOneKeepsItsBatch(bool blocks)
    {
        var old = new Hanging(_goOn.Task, blocks);
        var exchangeable = new Exchangeable(old);
        var health = new ClientHealth(_clock).Tracing;
        await using var queue = new TraceQueue(exchangeable, "G", _clock, _log, health);
        Add(queue, 0);
        var batch = await old.Batches.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, health.Stuck);

        var next = new Collecting();
        var retired = exchangeable.Exchange(next);
        Add(queue, 100);

        Assert.Equal(100, (await next.Batches.Reader.ReadAsync().AsTask().WaitAsync(Patience))[0].Timestamp);
        Assert.Equal(0, health.Stuck);
        Assert.Contains("100 records are lost", Assert.Single(_log.Get("TraceDispatcherLeft")), StringComparison.Ordinal);
        Assert.True(old.Token.IsCancellationRequested);
        Assert.Equal(Enumerable.Range(0, 100), batch.ToArray().Select(record => (int)record.Timestamp));
        Assert.False(retired.IsEnded);
        _goOn.SetResult();
        await retired.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task Dispatch_ExchangedBeforeItIsStuck_MayFinish()
    {
        var old = new Hanging(_goOn.Task, blocks: false);
        var exchangeable = new Exchangeable(old);
        await using var queue = new TraceQueue(exchangeable, "G", _clock, _log);
        Add(queue, 0);
        await old.Batches.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        var next = new Collecting();
        var retired = exchangeable.Exchange(next);
        Add(queue, 100);
        // The rest of its five seconds is asked for, and does not pass.
        while (_clock.ActiveTimers == 0) await Task.Yield();
        Assert.False(old.Token.IsCancellationRequested);

        _goOn.SetResult();

        await retired.Ended.WaitAsync(Patience);
        await next.Batches.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Empty(_log.Get("TraceDispatcherLeft"));
    }

    [Fact]
    public async Task DisposeAsync_DispatcherNeverEnds_LeavesNoThread()
    {
        if (!OperatingSystem.IsLinux()) return;
        // Linux knows a thread by 15 characters of its name.
        var group = Guid.NewGuid().ToString("N")[..9];
        var dispatcher = new Hanging(_goOn.Task, blocks: false);
        var queue = new TraceQueue(dispatcher, group, _clock, _log);
        Add(queue, 0);
        await dispatcher.Batches.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.True(HasThread($"trace {group}"));

        var dispose = queue.DisposeAsync().AsTask();
        while (!dispose.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using var patience = new CancellationTokenSource(Patience);
        while (HasThread($"trace {group}")) await Task.Delay(20, patience.Token);
    }

    public void Dispose()
    {
        _goOn.TrySetResult();
        _log.Dispose();
    }

    private static bool HasThread(string name) => Directory.EnumerateDirectories("/proc/self/task").Any(thread =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).TrimEnd() == name;
        }
        catch (IOException)
        {
            return false;
        }
    });

    private static void Add(TraceQueue queue, int first)
    {
        for (var i = 0; i < TraceQueue.BatchSize; i++) queue.Add(new TraceRecord { Type = TraceType.Pub, Timestamp = first + i, Group = "G", Messages = [] });
    }

    private sealed class Hanging(Task goOn, bool blocks) : ITraceDispatcher
    {
        public Channel<ReadOnlyMemory<TraceRecord>> Batches { get; } = Channel.CreateUnbounded<ReadOnlyMemory<TraceRecord>>();

        public CancellationToken Token { get; private set; }

        public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            Batches.Writer.TryWrite(batch);
            if (!blocks) return new ValueTask(goOn);
            goOn.Wait(CancellationToken.None);
            return default;
        }
    }

    private sealed class Collecting : ITraceDispatcher
    {
        public Channel<TraceRecord[]> Batches { get; } = Channel.CreateUnbounded<TraceRecord[]>();

        public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
        {
            Batches.Writer.TryWrite(batch.ToArray());
            return default;
        }
    }

    /// <summary>As a host wraps a dispatcher.</summary>
    private sealed class Exchangeable(ITraceDispatcher first) : ITraceDispatcher, IExchangeable<ITraceDispatcher>
    {
        private Use _use = new(first);

        public IExchangeableUse<ITraceDispatcher> Enter() => Volatile.Read(ref _use);

        public Use Exchange(ITraceDispatcher next)
        {
            var old = Interlocked.Exchange(ref _use, new Use(next));
            old.Retire();
            return old;
        }

        public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken) => throw new NotSupportedException("The queue takes what is in force.");
    }

    private sealed class Use(ITraceDispatcher dispatcher) : IExchangeableUse<ITraceDispatcher>
    {
        private readonly CancellationTokenSource _retiring = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ITraceDispatcher Value => dispatcher;

        public CancellationToken Retiring => _retiring.Token;

        public Task Ended => _ended.Task;

        public bool IsEnded => _ended.Task.IsCompleted;

        public void Retire() => _retiring.Cancel();

        public void Dispose() => _ended.TrySetResult();
    }
}
