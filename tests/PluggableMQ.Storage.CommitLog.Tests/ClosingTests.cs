using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Append;
using PluggableMQ.Storage.CommitLog.Background;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>Closing a store while messages are appended.</summary>
public sealed class ClosingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task AppendAsync_StoreClosesBetweenStoringAndWaiting_IsAnsweredAsStored()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small(FlushDiskType.Sync) };
        using var clock = new PausingClock();
        var store = directory.Make(clock: clock);
        await store.StartAsync(CancellationToken.None);
        var appender = (MessageAppender)store.Appender;
        // Outside the lock the append asks for the time when it begins and when it begins to wait for the disk.
        clock.PauseAt(2, () => !appender.Lock.IsHeldByCurrentThread);
        var append = Task.Factory.StartNew(
            () =>
            {
                clock.Watch();
                return store.Appender.AppendAsync(TestMessage.Make("Topic", 0, "m")).AsTask();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await clock.Paused.WaitAsync(s_patience);

        await store.DisposeAsync();
        clock.Resume();

        Assert.Equal(AppendStatus.Ok, (await append.WaitAsync(s_patience)).Status);
        Assert.False(File.Exists(directory.Abort));
        Assert.Equal(["m"], (await directory.OpenAsync()).ReadAll("Topic", 0));
    }

    [Theory]
    [InlineData(FlushDiskType.Async)]
    [InlineData(FlushDiskType.Sync)]
    public async Task StopAsync_WhileManyAppend_EveryCallEndsAndWhatWasAcknowledgedIsThere(object flush)
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small((FlushDiskType)flush) };
        var acknowledged = new HashSet<string>();
        for (var round = 0; round < 20; round++)
        {
            // The real clock: an append that nobody answers must not be saved by a timeout of the test's own.
            var store = directory.Make(clock: TimeProvider.System);
            await store.StartAsync(CancellationToken.None);
            using var begun = new CountdownEvent(4);
            var name = round;
            var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(() => SendUntilClosedAsync(store, $"{name}:{sender}", begun))).ToArray();
            Assert.True(begun.Wait(s_patience));
            await store.DisposeAsync();
            foreach (var bodies in await Task.WhenAll(senders).WaitAsync(s_patience)) acknowledged.UnionWith(bodies);
        }

        var reopened = await directory.OpenAsync();
        Assert.Subset(reopened.ReadAll("Topic", 0).ToHashSet(), acknowledged);
    }

    [Fact]
    public void Signal_LoopHasEnded_DoesNothing()
    {
        var runs = 0;
        var loop = new BackgroundLoop("test", new ManualClock(), Timeout.InfiniteTimeSpan, () => runs++, _ => { });
        loop.Start();
        loop.Dispose();
        var before = runs;

        loop.Signal();

        Assert.Equal(before, runs);
    }

    [Theory]
    [InlineData(100, AppendStatus.Ok)]
    [InlineData(101, AppendStatus.FlushDiskTimeout)]
    public async Task WaitAsync_AfterTheLastFlush_IsAnsweredByWhatIsOnDisk(long endOffset, AppendStatus expected)
    {
        var result = new AppendResult(AppendStatus.Ok, 1, 2, 3, 4);
        using var commit = new GroupCommit(new ManualClock(), TimeSpan.FromSeconds(5));
        var before = commit.WaitAsync(result, endOffset).AsTask();
        commit.Commit(() => 100);
        var between = commit.WaitAsync(result, endOffset).AsTask();
        commit.Close();

        Assert.Equal(result with { Status = expected }, await before.WaitAsync(s_patience));
        Assert.Equal(result with { Status = expected }, await between.WaitAsync(s_patience));
        Assert.Equal(result with { Status = expected }, await commit.WaitAsync(result, endOffset).AsTask().WaitAsync(s_patience));
    }

    private static async Task<List<string>> SendUntilClosedAsync(CommitLogStore store, string name, CountdownEvent begun)
    {
        var stored = new List<string>();
        for (var i = 0; ; i++)
        {
            var body = $"{name}:{i}";
            var result = await store.Appender.AppendAsync(TestMessage.Make("Topic", 0, body));
            if (result.Status == AppendStatus.ServiceNotAvailable) return stored;
            Assert.Equal(AppendStatus.Ok, result.Status);
            stored.Add(body);
            if (i == 5) begun.Signal();
            // A store that is slow to close is not filled meanwhile: its files are small, and a process can map so many.
            if (i > 500) await Task.Delay(1);
        }
    }

    /// <summary>A clock that holds up one thread when it asks for the time.</summary>
    private sealed class PausingClock : TimeProvider, IDisposable
    {
        private readonly SemaphoreSlim _resumed = new(0);
        private readonly ThreadLocal<int> _asked = new();
        private Func<bool> _counts = () => false;
        private int _pauseAt;

        public SemaphoreSlim Paused { get; } = new(0);

        public void PauseAt(int time, Func<bool> counts) => (_pauseAt, _counts) = (time, counts);

        /// <summary>From now on this thread is watched.</summary>
        public void Watch() => _asked.Value = 1;

        public void Resume() => _resumed.Release();

        public override long GetTimestamp()
        {
            if (_asked.Value > 0 && _counts() && _asked.Value++ == _pauseAt)
            {
                _asked.Value = 0;
                Paused.Release();
                _resumed.Wait();
            }

            return base.GetTimestamp();
        }

        public void Dispose()
        {
            _resumed.Dispose();
            _asked.Dispose();
            Paused.Dispose();
        }
    }
}
