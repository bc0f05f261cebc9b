using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Append;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>What the way of a message costs the garbage collector: nothing.</summary>
public sealed class AllocationTests
{
    private const int Count = 10_000;

    private static readonly CommitLogOptions Large = new() { MappedFileSizeCommitLog = 64 * 1024 * 1024, DiskSpaceWarningLevelRatio = 100 };

    [Fact]
    public async Task Append_Messages_AllocatesNothing()
    {
        await using var directory = new StoreDirectory { Options = Large };
        await using var store = directory.Make(new DeafListener(), TimeProvider.System);
        await store.StartAsync(CancellationToken.None);
        var message = TestMessage.Make("Topic", 0, new byte[128], "UNIQ_KEY", "C000020279EE5FFD2B27670BC3BE0000", "TAGS", "TagA");
        var batch = new[] { message, message, message };
        var offsets = new long[3];

        Assert.Equal(0, Measure(() => _ = store.Appender.AppendAsync(message).Result));
        Assert.Equal(0, Measure(() => _ = store.Appender.AppendBatchAsync(batch, offsets).Result));
        Assert.Equal(4 * 2 * Count, store.Reader.GetMaxOffset("Topic", 0));
    }

    [Fact]
    public async Task Read_Messages_AllocatesNothing()
    {
        await using var directory = new StoreDirectory { Options = Large };
        await using var store = directory.Make(new DeafListener(), TimeProvider.System);
        await store.StartAsync(CancellationToken.None);
        for (var i = 0; i < 1000; i++) store.Put("Topic", 0, "some body");
        using var result = new MessageReadResult();
        var offset = 0L;

        Assert.Equal(0, Measure(() =>
        {
            store.Reader.Read(new MessageReadRequest { Topic = "Topic", QueueId = 0, QueueOffset = offset, MaxCount = 32 }, result);
            offset = result.NextBeginOffset % 1000;
        }));
        Assert.Equal(0, Measure(() => store.Reader.TryReadAt(0, result)));
        Assert.Equal(0, Measure(() => store.Reader.GetOffsetByTime("Topic", 0, offset)));
    }

    [Fact]
    public void GroupCommit_Waiting_AllocatesNothing()
    {
        using var commit = new GroupCommit(TimeProvider.System, TimeSpan.FromSeconds(5));
        var result = new AppendResult(AppendStatus.Ok, 1, 2, 3, 4);
        Func<long> flush = static () => long.MaxValue;

        Assert.Equal(0, Measure(() =>
        {
            var task = commit.WaitAsync(result, 100);
            commit.Commit(flush);
            // The thread pool answers it.
            while (!task.IsCompleted) Thread.SpinWait(10);
            _ = task.Result;
        }));
    }

    /// <summary>The bytes that this thread allocates, after a round to warm up.</summary>
    private static long Measure(Action work)
    {
        for (var i = 0; i < Count; i++) work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++) work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class DeafListener : IMessageArrivalListener
    {
        public void OnArrived(in MessageArrival arrival)
        {
            // Nobody waits here.
        }
    }
}
