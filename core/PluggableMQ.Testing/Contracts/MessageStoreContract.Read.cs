using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <content>Reading.</content>
public abstract partial class MessageStoreContract
{
    [Theory]
    [InlineData(0, MessageReadStatus.Found, 3)]
    [InlineData(2, MessageReadStatus.Found, 3)]
    [InlineData(3, MessageReadStatus.OffsetOverflowOne, 3)]
    [InlineData(4, MessageReadStatus.OffsetOverflowBadly, 3)]
    [InlineData(-1, MessageReadStatus.OffsetTooSmall, 0)]
    [InlineData(long.MaxValue, MessageReadStatus.OffsetOverflowBadly, 3)]
    [InlineData(long.MinValue, MessageReadStatus.OffsetTooSmall, 0)]
    public void Read_Offset_DecidesTheStatus(long offset, MessageReadStatus status, long next)
    {
        for (var i = 0; i < 3; i++) Store.Put(Topic, 0, "m" + i);

        using var result = Store.Read(Topic, 0, offset);

        Assert.Equal((status, next), (result.Status, result.NextBeginOffset));
        Assert.Equal((0, 3), (result.MinOffset, result.MaxOffset));
        Assert.Equal(status == MessageReadStatus.Found ? 3 - offset : 0, result.Count);
    }

    [Fact]
    public void Read_UnknownQueue_IsNoMatchedLogicQueue()
    {
        using var result = Store.Read("Nowhere", 0, 5);

        Assert.Equal((MessageReadStatus.NoMatchedLogicQueue, 0), (result.Status, result.NextBeginOffset));
        Assert.Equal(-1, Store.Reader.GetMinOffset("Nowhere", 0));
        Assert.Equal(0, Store.Reader.GetMaxOffset("Nowhere", 0));
        Assert.Equal(0, Store.Reader.GetOffsetByTime("Nowhere", 0, Now));
        Assert.Equal(-1, Store.Reader.GetStoreTimestamp("Nowhere", 0, 0));
    }

    [Fact]
    public async Task Read_QueueWithoutMessages_IsNoMessageInQueue()
    {
        // The queue is known from an attempt that failed, if the store keeps such; else it does not exist.
        await Store.Appender.AppendAsync(TestMessage.MakeTransactional(Topic, 0, "half", Protocol.MessageSysFlag.TransactionPrepared));

        using var result = Store.Read(Topic, 0, 0);

        Assert.Contains(result.Status, new[] { MessageReadStatus.NoMessageInQueue, MessageReadStatus.NoMatchedLogicQueue });
        Assert.Equal(0, result.NextBeginOffset);
    }

    [Fact]
    public void Read_ManyMessages_StopsAtTheCallersCount()
    {
        for (var i = 0; i < 10; i++) Store.Put(Topic, 0, "m" + i);

        using var result = Store.Read(Topic, 0, 2, maxCount: 3);

        Assert.Equal(["m2", "m3", "m4"], result.Bodies());
        Assert.Equal(5, result.NextBeginOffset);
    }

    [Fact]
    public void Read_ManyMessages_StopsAtTheStoresCount()
    {
        for (var i = 0; i < 40; i++) Store.Put(Topic, 0, "m" + i);

        using var result = Store.Read(Topic, 0, 0, maxCount: 1000);

        Assert.Equal((32, 32), (result.Count, result.NextBeginOffset));
    }

    [Fact]
    public void Read_LargeMessages_StopsAtTheStoresBytesButTakesOne()
    {
        Store.Put(TestMessage.Make(Topic, 0, new byte[300_000]));
        for (var i = 0; i < 4; i++) Store.Put(TestMessage.Make(Topic, 0, new byte[100_000]));

        using var first = Store.Read(Topic, 0, 0);
        using var second = Store.Read(Topic, 0, 1);
        using var none = Store.Read(Topic, 0, 1, maxCount: 0);

        Assert.Equal((1, 1), (first.Count, first.NextBeginOffset));
        Assert.Equal((2, 3), (second.Count, second.NextBeginOffset));
        Assert.Equal(1, none.Count);
    }

    [Fact]
    public void Read_Filter_LeavesMessagesOutAndGoesOn()
    {
        for (var i = 0; i < 6; i++) Store.Put(Topic, 0, "m" + i, "TAGS", i % 2 == 0 ? "TagA" : "TagB");

        using var byTag = Store.Read(Topic, 0, 0, filter: new TestFilter(matchesTagsCode: code => code == 2598919));
        using var byRecord = Store.Read(Topic, 0, 0, filter: new TestFilter(matchesRecord: bytes => bytes.AsSpan().IndexOf("m3"u8) >= 0));
        using var byNone = Store.Read(Topic, 0, 1, filter: new TestFilter(matchesTagsCode: _ => false));
        using var byBoth = Store.Read(Topic, 0, 0, filter: new TestFilter(code => code == 2598919, _ => false));

        Assert.Equal(["m0", "m2", "m4"], byTag.Bodies());
        Assert.Equal([0L, 2L, 4L], byTag.Entries.ToArray().Select(entry => entry.QueueOffset));
        Assert.Equal(6, byTag.NextBeginOffset);
        Assert.Equal(["m3"], byRecord.Bodies());
        Assert.Equal((MessageReadStatus.NoMatchedMessage, 6), (byNone.Status, byNone.NextBeginOffset));
        Assert.Equal((MessageReadStatus.NoMatchedMessage, 6), (byBoth.Status, byBoth.NextBeginOffset));
    }

    [Fact]
    public void Read_FilterThatMatchesNothing_LooksAt800Entries()
    {
        for (var i = 0; i < 900; i++) Store.Put(Topic, 0, "m");

        using var result = Store.Read(Topic, 0, 10, filter: new TestFilter(matchesTagsCode: _ => false));
        using var wide = Store.Read(Topic, 0, 0, maxCount: 850, filter: new TestFilter(matchesTagsCode: _ => false));

        Assert.Equal(810, result.NextBeginOffset);
        Assert.Equal(850, wide.NextBeginOffset);
    }

    [Fact]
    public void Read_ReusedResult_ForgetsTheLastOne()
    {
        Store.Put(Topic, 0, "one");
        var result = Store.Read(Topic, 0, 0);

        Store.Reader.Read(new MessageReadRequest { Topic = Topic, QueueId = 0, QueueOffset = 1, MaxCount = 32 }, result);

        Assert.Equal((MessageReadStatus.OffsetOverflowOne, 0, 0), (result.Status, result.Count, result.TotalBytes));
        result.Dispose();
    }

    [Fact]
    public void TryReadAt_OnlyTheBeginningOfARecord_IsFound()
    {
        var first = Store.Put(Topic, 0, "first");
        var second = Store.Put(Topic, 0, "second", "TAGS", "TagA");

        using var result = new MessageReadResult();
        Assert.True(Store.Reader.TryReadAt(second.PhysicalOffset, result));
        Assert.Equal((1L, second.PhysicalOffset, 2598919L), (result.Entries[0].QueueOffset, result.Entries[0].PhysicalOffset, result.Entries[0].TagsCode));
        if (KeepsSizes) Assert.Equal(second.Size, result.Entries[0].Record.Length);
        Assert.All(Enumerable.Range(1, first.Size - 1), i => Assert.False(Store.Reader.TryReadAt(first.PhysicalOffset + i, result)));
        Assert.False(Store.Reader.TryReadAt(second.PhysicalOffset + second.Size, result));
        Assert.False(Store.Reader.TryReadAt(-1, result));
        Assert.False(Store.Reader.TryReadAt(long.MaxValue, result));
        Assert.Equal(0, result.Count);
    }

    [Fact]
    public void GetOffsetByTime_Neighbours_TheNearerWinsAndTheLeftOnATie()
    {
        var times = new List<long>();
        foreach (var step in new[] { 0, 100, 100, 10 })
        {
            Clock.Advance(TimeSpan.FromMilliseconds(step));
            times.Add(Store.Put(Topic, 0, "m").StoreTimestamp);
        }

        long At(long timestamp) => Store.Reader.GetOffsetByTime(Topic, 0, timestamp);

        Assert.Equal([0L, 1L, 2L, 3L], times.Select(At));
        Assert.Equal(0, At(times[0] - 1_000_000));
        Assert.Equal(0, At(times[0] + 49));
        Assert.Equal(0, At(times[0] + 50));
        Assert.Equal(1, At(times[0] + 51));
        Assert.Equal(2, At(times[2] + 5));
        Assert.Equal(3, At(times[2] + 6));
        Assert.Equal(3, At(times[3] + 1_000_000));
    }

    [Fact]
    public void GetStoreTimestamp_Message_IsWhenItWasStored()
    {
        Store.Put(Topic, 0, "a");
        Clock.Advance(TimeSpan.FromSeconds(7));
        var second = Store.Put(Topic, 0, "b");

        Assert.Equal(second.StoreTimestamp, Store.Reader.GetStoreTimestamp(Topic, 0, 1));
        Assert.Equal(second.StoreTimestamp - 7_000, Store.Reader.GetStoreTimestamp(Topic, 0, 0));
        Assert.Equal(-1, Store.Reader.GetStoreTimestamp(Topic, 0, 2));
        Assert.Equal(-1, Store.Reader.GetStoreTimestamp(Topic, 0, -1));
    }
}
