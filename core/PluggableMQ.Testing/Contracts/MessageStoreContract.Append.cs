using System.Buffers;
using System.Net;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <content>Appending.</content>
public abstract partial class MessageStoreContract
{
    [Fact]
    public void Append_SeveralQueues_EachCountsFromZero()
    {
        Assert.Equal(0, Store.Put(Topic, 0, "a").QueueOffset);
        Assert.Equal(1, Store.Put(Topic, 0, "b").QueueOffset);
        Assert.Equal(0, Store.Put(Topic, 1, "c").QueueOffset);
        Assert.Equal(0, Store.Put("Other", 0, "d").QueueOffset);

        Assert.Equal(["a", "b"], Store.ReadAll(Topic, 0));
        Assert.Equal(["c"], Store.ReadAll(Topic, 1));
        Assert.Equal(["d"], Store.ReadAll("Other", 0));
    }

    [Fact]
    public void Append_Record_HoldsEveryField()
    {
        var message = TestMessage.Make(Topic, 3, "body", "TAGS", "TagA", "KEYS", "k1 k2", "name", "värde");
        message.Flag = 77;
        message.SysFlag = MessageSysFlag.TransactionCommit;
        message.ReconsumeTimes = 5;
        message.PreparedTransactionOffset = 4711;

        var result = Store.Put(message);

        var stored = Store.DecodeAt(result.PhysicalOffset)!;
        Assert.Equal((Topic, 3, 0L, result.PhysicalOffset), (stored.Topic, stored.QueueId, stored.QueueOffset, stored.PhysicalOffset));
        Assert.Equal((77, MessageSysFlag.TransactionCommit, 5, 4711L), (stored.Flag, stored.SysFlag, stored.ReconsumeTimes, stored.PreparedTransactionOffset));
        Assert.Equal((TestMessage.BornHost, TestMessage.StoreHost), (stored.BornHost, stored.StoreHost));
        Assert.Equal((1_700_000_000_000, Now), (stored.BornTimestamp, stored.StoreTimestamp));
        Assert.Equal(Now, result.StoreTimestamp);
        if (KeepsSizes) Assert.Equal(result.Size, stored.StoreSize);
        Assert.Equal("body"u8.ToArray(), stored.Body.ToArray());
        Assert.Equal(Crc32.ComputeMasked("body"u8), stored.BodyCrc);
        Assert.Equal(("TagA", "k1 k2", "värde"), (stored.Tags, stored.Keys, stored.Properties["name"]));
    }

    [Fact]
    public void Append_IPv6Hosts_SetTheFlags()
    {
        var message = TestMessage.Make(Topic, 0, "six");
        message.BornHost = new IPEndPoint(IPAddress.Parse("2001:db8::1"), 1);
        message.StoreHost = new IPEndPoint(IPAddress.Parse("2001:db8::2"), 2);

        var stored = Store.DecodeAt(Store.Put(message).PhysicalOffset)!;

        Assert.Equal((message.BornHost, message.StoreHost), (stored.BornHost, stored.StoreHost));
        Assert.Equal(MessageSysFlag.BornHostV6 | MessageSysFlag.StoreHostV6, stored.SysFlag);
    }

    [Fact]
    public void Append_BodyOfSeveralSegments_IsStoredWhole()
    {
        var bytes = new byte[100_000];
        Random.Shared.NextBytes(bytes);
        var first = new TestSegment(bytes.AsMemory(0, 1));
        var last = first.Append(bytes.AsMemory(1, 70_000)).Append(bytes.AsMemory(70_001));
        var message = TestMessage.Make(Topic, 0, "");
        message.Body = new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);

        Assert.Equal(bytes, Store.DecodeAt(Store.Put(message).PhysicalOffset)!.Body.ToArray());
    }

    [Fact]
    public void Append_EmptyBody_IsStored()
    {
        Store.Put(Topic, 0, "");

        Assert.Equal([""], Store.ReadAll(Topic, 0));
    }

    [Theory]
    [InlineData(MessageSysFlag.TransactionPrepared)]
    [InlineData(MessageSysFlag.TransactionRollback)]
    public void Append_HalfOrRollback_TakesNoPlaceInItsQueue(int type)
    {
        Store.Put(Topic, 0, "before");
        var half = Store.Put(TestMessage.MakeTransactional(Topic, 0, "half", type));
        var after = Store.Put(Topic, 0, "after");

        Assert.Equal(0, half.QueueOffset);
        Assert.Equal(1, after.QueueOffset);
        Assert.Equal(["before", "after"], Store.ReadAll(Topic, 0));
        Assert.Equal("half"u8.ToArray(), Store.DecodeAt(half.PhysicalOffset)!.Body.ToArray());
        Assert.Equal(2, Arrivals.Count);
    }

    [Fact]
    public void Append_DelayTopic_TagsCodeIsTheTimeOfDelivery()
    {
        Store.Put(TopicNames.Schedule, 1, "late", "DELAY", "2", "TAGS", "TagA");
        Store.Put(TopicNames.Schedule, 2, "last", "DELAY", "99");
        Store.Put(Topic, 0, "plain", "DELAY", "2", "TAGS", "TagA");

        Assert.Equal(Now + 5_000, Store.Read(TopicNames.Schedule, 1, 0).Entries[0].TagsCode);
        Assert.Equal(Now + 10_000, Store.Read(TopicNames.Schedule, 2, 0).Entries[0].TagsCode);
        Assert.Equal(2598919, Store.Read(Topic, 0, 0).Entries[0].TagsCode);
    }

    public static TheoryData<string, AppendStatus> Illegal => new()
    {
        { "long topic", AppendStatus.MessageIllegal },
        { "long topic in UTF-8", AppendStatus.MessageIllegal },
        { "no topic", AppendStatus.MessageIllegal },
        { "negative queue", AppendStatus.MessageIllegal },
        { "long body", AppendStatus.MessageIllegal },
        { "long properties", AppendStatus.PropertiesSizeExceeded },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public async Task Append_Illegal_IsAStatusAndStoresNothing(string what, AppendStatus expected)
    {
        var message = what switch
        {
            "long topic" => TestMessage.Make(new string('t', 128), 0, "x"),
            "long topic in UTF-8" => TestMessage.Make(new string('ü', 64), 0, "x"),
            "no topic" => TestMessage.Make("", 0, "x"),
            "negative queue" => TestMessage.Make(Topic, -1, "x"),
            "long body" => TestMessage.Make(Topic, 0, new byte[MaxMessageSize + 1]),
            _ => TestMessage.Make(Topic, 0, "x", "name", new string('p', 32763)),
        };

        var single = await Store.Appender.AppendAsync(message);
        var batch = await Store.Appender.AppendBatchAsync([TestMessage.Make(message.Topic, message.QueueId, "ok"), message], new long[2]);

        Assert.Equal(AppendResult.Failed(expected), single);
        Assert.Equal(expected, batch.Status);
        Assert.Empty(Arrivals);
        Assert.Equal(0, Store.Put(new string('t', 127), 0, "fits").QueueOffset);
    }

    [Fact]
    public void Append_LargestMessage_IsStored()
    {
        // What a decorator adds to a body leaves less of it to the sender.
        if (!KeepsSizes) return;
        var message = TestMessage.Make(new string('t', 127), 0, new byte[MaxMessageSize], "name", new string('p', 32762));

        Assert.Equal(MaxMessageSize, Store.DecodeAt(Store.Put(message).PhysicalOffset)!.Body.Length);
    }

    [Fact]
    public async Task Append_NotOpen_IsRefused()
    {
        var unopened = MakeStore();
        await Store.StopAsync(CancellationToken.None);

        Assert.Equal(AppendStatus.ServiceNotAvailable, (await Store.Appender.AppendAsync(TestMessage.Make(Topic, 0, "x"))).Status);
        Assert.Equal(AppendStatus.ServiceNotAvailable, (await Store.Appender.AppendBatchAsync([TestMessage.Make(Topic, 0, "x")], new long[1])).Status);
        Assert.Equal(AppendStatus.ServiceNotAvailable, (await unopened.Appender.AppendAsync(TestMessage.Make(Topic, 0, "x"))).Status);
        Assert.False(Store.Health.IsWritable);
        Assert.NotNull(Store.Health.NotWritableReason);
    }
}
