using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <content>The log as bytes, and its housekeeping, for stores that have them.</content>
public abstract partial class MessageStoreContract
{
    [Fact]
    public void ReplicationLog_TryRead_GivesEveryByteAndNothingBeyond()
    {
        if (Store.GetFeature<IReplicationLog>() is not { } log) return;
        var stored = PutSome(20);

        var bytes = ReadLog(log, maxBytes: 100);

        Assert.Equal(log.MaxPhysicalOffset - log.MinPhysicalOffset, bytes.Length);
        foreach (var (offset, size) in stored)
        {
            using var result = new MessageReadResult();
            Assert.True(Store.Reader.TryReadAt(offset, result));
            Assert.InRange(offset, log.MinPhysicalOffset, log.MaxPhysicalOffset - 1);
            if (KeepsSizes) Assert.Equal(result.Entries[0].Record.ToArray(), bytes.AsSpan((int)(offset - log.MinPhysicalOffset), size).ToArray());
        }

        foreach (var outside in new[] { log.MaxPhysicalOffset, log.MaxPhysicalOffset + 1, long.MaxValue, log.MinPhysicalOffset - 1, long.MinValue })
        {
            Assert.True(
                log.TryRead(outside, 100, out var none) is null && none.IsEmpty,
                $"TryRead({outside}) gave something; the log goes from {log.MinPhysicalOffset} to {log.MaxPhysicalOffset}.");
        }
    }

    [Fact]
    public void ReplicationLog_Lease_KeepsTheBytes()
    {
        if (Store.GetFeature<IReplicationLog>() is not { } log) return;
        PutSome(5);
        using var first = log.TryRead(log.MinPhysicalOffset, 64, out var bytes);
        Assert.NotNull(first);
        var copy = bytes.ToArray();

        // Other reads, other messages, a clean-up: the lease is not given back.
        PutSome(50);
        for (var at = log.MinPhysicalOffset + 1; at < log.MinPhysicalOffset + 20; at++) log.TryRead(at, 64, out _)?.Dispose();
        Store.GetFeature<IQueueMaintenance>()?.RemoveExpiredLogs();

        Assert.True(bytes.Span.SequenceEqual(copy), "The bytes changed while their lease was held.");
    }

    [Fact]
    public async Task ReplicationLog_AppendRaw_TakesWhatFollowsAndNothingElse()
    {
        if (Store.GetFeature<IReplicationLog>() is not { } log) return;
        PutSome(20);
        var bytes = ReadLog(log, maxBytes: int.MaxValue);
        var begin = log.MinPhysicalOffset;
        var replica = MakeStore("replica");
        await EndAsync(() => replica.StartAsync(CancellationToken.None), "StartAsync");
        var copy = replica.GetFeature<IReplicationLog>()!;

        var half = bytes.Length / 2;
        Assert.True(Append(begin, 0, half), $"AppendRaw refused the first bytes of another log, at {begin}.");
        var end = copy.MaxPhysicalOffset;
        Assert.Equal(begin + half, end);
        foreach (var wrong in new[] { end - 1, end + 1, begin, -1, long.MaxValue })
            Assert.False(Append(wrong, half, bytes.Length), $"AppendRaw took bytes at {wrong}, though the log ends at {end}.");
        Assert.Equal(end, copy.MaxPhysicalOffset);
        Assert.True(Append(end, half, bytes.Length), $"AppendRaw refused bytes at {end}, where the log ends.");

        Assert.Equal(bytes, ReadLog(copy, maxBytes: int.MaxValue));
        for (var queue = 0; queue < 2; queue++)
        {
            var last = Store.Reader.GetMaxOffset(Topic, queue);
            Assert.True(
                SpinWait.SpinUntil(() => replica.Reader.GetMaxOffset(Topic, queue) == last, Patience),
                $"Queue {queue} does not follow the bytes that were appended.");
            Assert.Equal(Store.ReadAll(Topic, queue), replica.ReadAll(Topic, queue));
        }

        bool Append(long offset, int from, int to)
        {
            // Copied, so that the caller may use its memory again at once.
            var block = bytes[from..to];
            var isTaken = copy.AppendRaw(offset, block);
            block.AsSpan().Fill((byte)'x');
            return isTaken;
        }
    }

    [Fact]
    public void RemoveExpired_QueuesAndLogs_LeaveWhatIsStillThere()
    {
        if (Store.GetFeature<IQueueMaintenance>() is not { } maintenance) return;
        PutSome(20);
        var queues = maintenance.GetQueues().Order().ToList();

        maintenance.RemoveExpiredQueues();
        maintenance.RemoveExpiredLogs();
        maintenance.RemoveExpiredQueues();

        Assert.Equal(queues, maintenance.GetQueues().Order());
        for (var queue = 0; queue < 2; queue++) Assert.Equal(SomeOf(queue), Store.ReadAll(Topic, queue));
        Assert.Equal(10, Store.Put(Topic, 0, "next").QueueOffset);
    }

    private static byte[] ReadLog(IReplicationLog log, int maxBytes)
    {
        var all = new MemoryStream();
        var at = log.MinPhysicalOffset;
        while (at < log.MaxPhysicalOffset)
        {
            using var lease = log.TryRead(at, maxBytes, out var bytes);
            Assert.True(lease is not null, $"TryRead({at}) gave nothing; the log ends at {log.MaxPhysicalOffset}.");
            Assert.InRange(bytes.Length, 1, maxBytes);
            all.Write(bytes.Span);
            at += bytes.Length;
        }

        Assert.Equal(log.MaxPhysicalOffset, at);
        return all.ToArray();
    }

    /// <summary>What a queue holds after <see cref="PutSome"/> has put 20.</summary>
    private static IEnumerable<string> SomeOf(int queue) => Enumerable.Range(0, 20).Where(i => i % 2 == queue).Select(i => "m" + i);

    private List<(long Offset, int Size)> PutSome(int count)
        => [.. Enumerable.Range(0, count).Select(i => Store.Put(Topic, i % 2, "m" + i)).Select(result => (result.PhysicalOffset, result.Size))];
}
