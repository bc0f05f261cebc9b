using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Append;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>Waiting for the disk.</summary>
public sealed class GroupCommitTests
{
    private static readonly AppendResult Result = new(AppendStatus.Ok, 1, 2, 3, 4);

    [Fact]
    public async Task WaitAsync_UntilItsFlushIsDone_IsNotAnswered()
    {
        using var commit = new GroupCommit(new ManualClock(), TimeSpan.FromSeconds(5));
        using var flushing = new SemaphoreSlim(0);
        using var disk = new SemaphoreSlim(0);
        var first = commit.WaitAsync(Result, 100).AsTask();

        var flush = Task.Run(() => commit.Commit(() =>
        {
            flushing.Release();
            disk.Wait();
            return 100;
        }));
        await flushing.WaitAsync();
        var second = commit.WaitAsync(Result, 200).AsTask();
        Assert.False(first.IsCompleted);
        disk.Release();
        await flush;

        Assert.Equal(Result, await first);
        Assert.False(second.IsCompleted);
        commit.Commit(() => 200);
        Assert.Equal(Result, await second);
    }

    [Fact]
    public async Task WaitAsync_DiskHangs_IsAnsweredAfterTheTimeout()
    {
        var clock = new ManualClock();
        using var commit = new GroupCommit(clock, TimeSpan.FromSeconds(5));
        using var flushing = new SemaphoreSlim(0);
        using var disk = new SemaphoreSlim(0);
        var inFlight = commit.WaitAsync(Result, 100).AsTask();
        var flush = Task.Run(() => commit.Commit(() =>
        {
            flushing.Release();
            disk.Wait();
            return 100;
        }));
        await flushing.WaitAsync();
        var waiting = commit.WaitAsync(Result, 200).AsTask();

        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(inFlight.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.6));

        Assert.Equal(Result with { Status = AppendStatus.FlushDiskTimeout }, await inFlight);
        Assert.Equal(AppendStatus.FlushDiskTimeout, (await waiting).Status);
        Assert.True((await waiting).IsStored);
        disk.Release();
        await flush;
        // Those given up are not mixed up with new ones.
        var next = commit.WaitAsync(Result, 300).AsTask();
        commit.Commit(() => 300);
        Assert.Equal(Result, await next);
    }

    [Fact]
    public async Task Commit_FlushFails_AnswersTimeoutAndThrows()
    {
        using var commit = new GroupCommit(new ManualClock(), TimeSpan.FromSeconds(5));
        var waiting = commit.WaitAsync(Result, 100).AsTask();

        Assert.Throws<IOException>(() => commit.Commit(() => throw new IOException("disk")));

        Assert.Equal(AppendStatus.FlushDiskTimeout, (await waiting).Status);
    }

    [Fact]
    public async Task AppendAsync_SyncFlush_IsOnDiskWhenAnswered()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small(FlushDiskType.Sync) };
        var store = await directory.OpenAsync();
        var info = new Dictionary<string, string>();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(AppendStatus.Ok, (await store.Appender.AppendAsync(TestMessage.Make("Topic", 0, "m"))).Status);
            store.Health.CollectRuntimeInfo(info);
            Assert.Equal("0 B", info["remainHowManyDataToFlush"]);
        }
    }

    [Fact]
    public async Task AppendAsync_AsyncFlush_IsAnsweredBeforeTheDiskHasIt()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        var info = new Dictionary<string, string>();

        var task = store.Appender.AppendAsync(TestMessage.Make("Topic", 0, "m"));

        Assert.True(task.IsCompletedSuccessfully);
        store.Health.CollectRuntimeInfo(info);
        Assert.NotEqual("0 B", info["remainHowManyDataToFlush"]);
        // Less than four pages wait for the thorough interval.
        directory.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.True(SpinWait.SpinUntil(() => IsFlushed(store), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task AppendAsync_SyncFlushWithoutWaiting_IsAnsweredAtOnceAndFlushedSoon()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small(FlushDiskType.Sync) };
        var store = await directory.OpenAsync();
        var message = TestMessage.Make("Topic", 0, "m");
        message.WaitForFlush = false;

        Assert.True(store.Appender.AppendAsync(message).IsCompletedSuccessfully);
        Assert.True(SpinWait.SpinUntil(() => IsFlushed(store), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task AppendAsync_SyncFlushFromManyCallers_AllAreAnswered()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small(FlushDiskType.Sync) };
        var store = await directory.OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            var offsets = new List<long>();
            for (var i = 0; i < 20; i++) offsets.Add((await store.Appender.AppendAsync(TestMessage.Make("Topic", 0, $"{caller}:{i}"))).QueueOffset);
            return offsets;
        }))).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(Enumerable.Range(0, 640).Select(i => (long)i), results.SelectMany(offsets => offsets).Order());
        Assert.Equal(640, store.ReadAll("Topic", 0).Count);
    }

    private static bool IsFlushed(CommitLogStore store)
    {
        var info = new Dictionary<string, string>();
        store.Health.CollectRuntimeInfo(info);
        return info["remainHowManyDataToFlush"] == "0 B";
    }
}
