using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>The log as bytes, from a master to a replica.</summary>
public sealed class ReplicationTests
{
    [Theory]
    [InlineData(32_768)]
    [InlineData(777)]
    [InlineData(1)]
    public async Task AppendRaw_BlocksOfAnySize_MakeTheSameStore(int blockSize)
    {
        await using var masterDirectory = new StoreDirectory { Options = StoreSetup.Small() };
        await using var replicaDirectory = new StoreDirectory { Options = StoreSetup.Small() };
        var master = await masterDirectory.OpenAsync();
        for (var i = 0; i < 300; i++) master.Put("Topic", i % 2, new string('x', 300) + i, "KEYS", "key" + i, "TAGS", "TagA");
        master.Put(TestMessage.MakeTransactional("Topic", 0, "half", MessageSysFlag.TransactionPrepared));
        var replica = await replicaDirectory.OpenAsync();

        Copy(master, replica, from: 0, blockSize);

        Assert.Equal(master.ReadAll("Topic", 1), replica.ReadAll("Topic", 1));
        Assert.Equal(masterDirectory.Listener.Arrivals.Count(arrival => arrival.QueueId == 0), replica.ReadAll("Topic", 0).Count);
        Assert.Empty(replicaDirectory.Listener.Arrivals);
        Assert.Equal(master.Query("Topic", "key77"), replica.Query("Topic", "key77"));
        await master.DisposeAsync();
        await replica.DisposeAsync();
        Assert.Equal(masterDirectory.Snapshot("commitlog"), replicaDirectory.Snapshot("commitlog"));
        Assert.Equal(masterDirectory.Snapshot("consumequeue"), replicaDirectory.Snapshot("consumequeue"));
        Assert.Equal(150, (await replicaDirectory.OpenAsync()).ReadAll("Topic", 1).Count);
    }

    [Fact]
    public async Task AppendRaw_NewReplica_MayBeginWithALaterFile()
    {
        await using var masterDirectory = new StoreDirectory { Options = StoreSetup.Small() };
        await using var replicaDirectory = new StoreDirectory { Options = StoreSetup.Small() };
        var master = await masterDirectory.OpenAsync();
        for (var i = 0; i < 400; i++) master.Put("Topic", 0, new string('x', 300) + i);
        var replica = await replicaDirectory.OpenAsync();

        Copy(master, replica, from: 2 * 64 * 1024, 1000);

        var first = RawStore.ReadLog(replicaDirectory.Root)[0].QueueOffset;
        Assert.True(first > 100);
        Assert.Equal((first, 400), (replica.Reader.GetMinOffset("Topic", 0), replica.Reader.GetMaxOffset("Topic", 0)));
        Assert.Equal(master.ReadAll("Topic", 0)[(int)first..], replica.ReadAll("Topic", 0));
    }

    [Fact]
    public async Task AppendRaw_WrongPlace_IsRefused()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small() };
        var store = await directory.OpenAsync();
        var log = store.GetFeature<IReplicationLog>()!;

        Assert.False(log.AppendRaw(100, new byte[10]));
        Assert.False(log.AppendRaw(-65_536, new byte[10]));
        Assert.True(log.AppendRaw(65_536, new byte[10]));
        Assert.False(log.AppendRaw(65_536, new byte[10]));
        Assert.False(log.AppendRaw(65_546, new byte[65_536]));
        Assert.Equal((65_536, 65_546), (log.MinPhysicalOffset, log.MaxPhysicalOffset));
        Assert.Null(log.TryRead(65_546, 10, out _));
        Assert.Null(log.TryRead(0, 10, out _));
    }

    private static void Copy(CommitLogStore master, CommitLogStore replica, long from, int blockSize)
    {
        var (source, target) = (master.GetFeature<IReplicationLog>()!, replica.GetFeature<IReplicationLog>()!);
        while (source.TryRead(from, blockSize, out var bytes) is { } lease)
        {
            using (lease) Assert.True(target.AppendRaw(from, bytes.Span));
            from += bytes.Length;
        }

        Assert.Equal(source.MaxPhysicalOffset, target.MaxPhysicalOffset);
    }
}
