using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <content>Finding by key, housekeeping, health, and many threads.</content>
public abstract partial class MessageStoreContract
{
    [Fact]
    public void Query_Keys_FindTheirMessages()
    {
        if (Store.GetFeature<IMessageIndex>() is null) return;
        var first = Store.Put(Topic, 0, "1", "UNIQ_KEY", "ID1", "KEYS", "order-1 customer-9");
        var second = Store.Put(Topic, 1, "2", "UNIQ_KEY", "ID2", "KEYS", " customer-9  größe ");
        Store.Put("Other", 0, "3", "KEYS", "customer-9");
        Store.Put(Topic, 0, "none");

        Assert.Equal([first.PhysicalOffset], Store.Query(Topic, "ID1"));
        Assert.Equal([second.PhysicalOffset], Store.Query(Topic, "ID2"));
        Assert.Equal([first.PhysicalOffset], Store.Query(Topic, "order-1"));
        Assert.Equal([first.PhysicalOffset, second.PhysicalOffset], Store.Query(Topic, "customer-9"));
        Assert.Equal([second.PhysicalOffset], Store.Query(Topic, "größe"));
        Assert.Empty(Store.Query(Topic, "order"));
        Assert.Empty(Store.Query(Topic, ""));
    }

    [Fact]
    public void Query_MoreThanWanted_GivesTheNewestAscending()
    {
        if (Store.GetFeature<IMessageIndex>() is null) return;
        var offsets = Enumerable.Range(0, 100).Select(i => Store.Put(Topic, 0, "m" + i, "KEYS", "same").PhysicalOffset).ToList();

        Assert.Equal(offsets[90..], Store.Query(Topic, "same", maxCount: 10));
        Assert.Equal(offsets[36..], Store.Query(Topic, "same", maxCount: 1000));
    }

    [Fact]
    public void Query_Times_LimitWhatIsFound()
    {
        if (Store.GetFeature<IMessageIndex>() is null) return;
        var first = Store.Put(Topic, 0, "1", "KEYS", "k");
        Clock.Advance(TimeSpan.FromSeconds(10));
        var second = Store.Put(Topic, 0, "2", "KEYS", "k");

        Assert.Equal([first.PhysicalOffset], Store.Query(Topic, "k", end: first.StoreTimestamp + 5_000));
        Assert.Equal([second.PhysicalOffset], Store.Query(Topic, "k", begin: first.StoreTimestamp + 5_000));
        Assert.Empty(Store.Query(Topic, "k", begin: second.StoreTimestamp + 5_000));
    }

    [Fact]
    public void Query_TransactionTypes_HalfIsFoundAndRollbackIsNot()
    {
        if (Store.GetFeature<IMessageIndex>() is null) return;
        var half = TestMessage.Make(Topic, 0, "half", "KEYS", "k");
        half.SysFlag = MessageSysFlag.TransactionPrepared;
        var rollback = TestMessage.Make(Topic, 0, "rollback", "KEYS", "k");
        rollback.SysFlag = MessageSysFlag.TransactionRollback;

        var offset = Store.Put(half).PhysicalOffset;
        Store.Put(rollback);

        Assert.Equal([offset], Store.Query(Topic, "k"));
    }

    [Fact]
    public void Query_Progress_IsThatOfTheNewestMessage()
    {
        if (Store.GetFeature<IMessageIndex>() is null) return;
        Store.Put(Topic, 0, "1", "KEYS", "k");
        Clock.Advance(TimeSpan.FromSeconds(3));
        var last = Store.Put(Topic, 0, "2", "KEYS", "k");
        Store.WaitUntilIndexed();

        var progress = Store.GetFeature<IMessageIndex>()!.Query(Topic, "k", 1, 0, long.MaxValue, new List<long>());

        Assert.Equal(last.StoreTimestamp, progress.LastUpdateTimestamp);
        Assert.InRange(progress.LastUpdatePhysicalOffset, last.PhysicalOffset, last.PhysicalOffset + last.Size);
    }

    [Fact]
    public void RemoveTopicsExcept_UnusedTopics_GoAndSystemTopicsStay()
    {
        if (Store.GetFeature<IQueueMaintenance>() is not { } maintenance) return;
        foreach (var topic in new[] { "Keep", "Drop", TopicNames.Schedule }) Store.Put(topic, 0, topic);
        Store.Put("Drop", 1, "too");
        Assert.Equal(4, maintenance.GetQueues().Count);

        Assert.Equal(1, maintenance.RemoveTopicsExcept(new HashSet<string> { "Keep" }));

        Assert.Equal([("Keep", 0), (TopicNames.Schedule, 0)], maintenance.GetQueues().Order());
        using var gone = Store.Read("Drop", 0, 0);
        Assert.Equal(MessageReadStatus.NoMatchedLogicQueue, gone.Status);
        Assert.Equal(0, Store.Put("Drop", 0, "again").QueueOffset);
        Assert.Equal(["again"], Store.ReadAll("Drop", 0));
    }

    [Fact]
    public void CollectRuntimeInfo_AfterWork_ShowsIt()
    {
        Store.Put(Topic, 0, "12345");
        var last = Store.Put(Topic, 0, "67890");
        using (Store.Read(Topic, 0, 0)) Clock.Advance(TimeSpan.FromSeconds(10));
        var info = new Dictionary<string, string>();

        Store.Health.CollectRuntimeInfo(info);

        if (KeepsSizes) Assert.Equal($"{last.PhysicalOffset + last.Size}", info["commitLogMaxOffset"]);
        Assert.Equal("0", info["commitLogMinOffset"]);
        if (!ReportsAsRocketMq) return;
        Assert.Equal("2", info["putMessageTimesTotal"]);
        Assert.Equal("0", info["putMessageFailedTimes"]);
        Assert.Equal($"{last.Size * 2}", info["putMessageSizeTotal"]);
        Assert.Equal($"{last.Size}.0", info["putMessageAverageSize"]);
        Assert.Equal("0.2  ", info["putTps"]);
        Assert.Equal("0.2  ", info["getTransferedTps"]);
        Assert.Equal("0.1  ", info["getFoundTps"]);
        Assert.StartsWith("[<=0ms]:2 [0~10ms]:0 ", info["putMessageDistributeTime"], StringComparison.Ordinal);
        Assert.Matches("^Total : .*, Free : .*\\.$", info["commitLogDirCapacity"]);
        Assert.Superset(
            new HashSet<string>
            {
                "putMessageEntireTimeMax", "getMessageEntireTimeMax", "getMissTps", "getTotalTps", "putLatency99", "putLatency999", "dispatchMaxBuffer",
                "dispatchBehindBytes", "pageCacheLockTimeMills", "earliestMessageTimeStamp", "remainHowManyDataToFlush",
                "remainTransientStoreBufferNumbs", "commitLogDiskRatio", "consumeQueueDiskRatio",
            },
            info.Keys.ToHashSet());
    }

    [Fact]
    public async Task Append_ManyWritersAndReaders_EveryQueueHoldsItsMessagesInOrder()
    {
        const int Writers = 4, Queues = 3, Count = 3000;
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < Count; i++) Store.Put(Topic, i % Queues, $"{writer}:{i}", "KEYS", $"k{writer}-{i}");
        })).ToArray();
        var reading = Enumerable.Range(0, Queues).Select(queue => Task.Run(() => Follow(queue, Writers * Count / Queues))).ToArray();

        await Task.WhenAll(writing).WaitAsync(TimeSpan.FromMinutes(2));
        var bodies = await Task.WhenAll(reading).WaitAsync(TimeSpan.FromMinutes(2));

        for (var queue = 0; queue < Queues; queue++)
        {
            Assert.Equal(bodies[queue], Store.ReadAll(Topic, queue));
            for (var writer = 0; writer < Writers; writer++)
            {
                var expected = Enumerable.Range(0, Count).Where(i => i % Queues == queue).Select(i => $"{writer}:{i}");
                Assert.Equal(expected, bodies[queue].Where(body => body.StartsWith($"{writer}:", StringComparison.Ordinal)));
            }
        }

        Assert.Equal(Enumerable.Range(0, Writers * Count / Queues), Arrivals.Where(arrival => arrival.QueueId == 1).Select(arrival => (int)arrival.QueueOffset));
        if (Store.GetFeature<IMessageIndex>() is not null) Assert.Single(Store.Query(Topic, "k2-1234"));
    }

    /// <summary>Reads a queue while it grows.</summary>
    private List<string> Follow(int queue, int count)
    {
        var bodies = new List<string>();
        using var result = new MessageReadResult();
        while (bodies.Count < count)
        {
            Store.Reader.Read(new MessageReadRequest { Topic = Topic, QueueId = queue, QueueOffset = bodies.Count, MaxCount = 32 }, result);
            if (result.Status == MessageReadStatus.Found) bodies.AddRange(result.Bodies());
            else Thread.Yield();
        }

        return bodies;
    }
}
