using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <content>Appending several messages at once.</content>
public abstract partial class MessageStoreContract
{
    [Fact]
    public async Task AppendBatch_Messages_FollowEachOther()
    {
        Store.Put(Topic, 0, "before");
        var offsets = new long[4];
        var result = await Store.Appender.AppendBatchAsync(
            [TestMessage.Make(Topic, 0, "1"), TestMessage.Make(Topic, 0, "22", "TAGS", "TagA"), TestMessage.Make(Topic, 0, "333")], offsets);

        Assert.Equal((AppendStatus.Ok, 1L, offsets[0]), (result.Status, result.QueueOffset, result.PhysicalOffset));
        Assert.Equal(["before", "1", "22", "333"], Store.ReadAll(Topic, 0));
        using var read = Store.Read(Topic, 0, 1);
        Assert.Equal(offsets[..3], read.Entries.ToArray().Select(entry => entry.PhysicalOffset));
        if (KeepsSizes)
        {
            Assert.Equal(offsets[0] + read.Entries[0].Record.Length, offsets[1]);
            Assert.Equal(result.Size, read.TotalBytes);
        }

        Assert.Equal([0L, 2598919L, 0L], read.Entries.ToArray().Select(entry => entry.TagsCode));
        Assert.Equal(4, Arrivals.Count);
    }

    [Fact]
    public void AppendBatch_ImpossibleArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => _ = Store.Appender.AppendBatchAsync([], []));
        Assert.Throws<ArgumentException>(
            () => _ = Store.Appender.AppendBatchAsync([TestMessage.Make(Topic, 0, "x"), TestMessage.Make(Topic, 1, "y")], new long[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = Store.Appender.AppendBatchAsync([TestMessage.Make(Topic, 0, "x")], []));
        Assert.Empty(Arrivals);
    }

    [Fact]
    public async Task AppendBatch_TooLongTogether_StoresNothing()
    {
        var half = new byte[(MaxMessageSize / 2) + 40_000];

        var result = await Store.Appender.AppendBatchAsync([TestMessage.Make(Topic, 0, half), TestMessage.Make(Topic, 0, half)], new long[2]);

        Assert.Equal(AppendStatus.MessageIllegal, result.Status);
        Assert.Equal(0, Store.Reader.GetMaxOffset(Topic, 0));
    }
}
