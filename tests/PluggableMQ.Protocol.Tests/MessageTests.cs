using System.Net;

namespace PluggableMQ.Protocol.Tests;

public sealed class MessageTests
{
    [Fact]
    public void Properties_Helpers_UseRocketMqsNames()
    {
        var message = new Message("T", default, "TagA", "k1 k2") { DelayTimeLevel = 3, WaitStoreMsgOk = false, UniqueId = "U" };
        Assert.Equal(
            new Dictionary<string, string> { ["TAGS"] = "TagA", ["KEYS"] = "k1 k2", ["DELAY"] = "3", ["WAIT"] = "false", ["UNIQ_KEY"] = "U" },
            new Dictionary<string, string>(message.Properties));
        Assert.Equal(("TagA", "k1 k2", 3, false, "U"), (message.Tags, message.Keys, message.DelayTimeLevel, message.WaitStoreMsgOk, message.UniqueId));
        message.Tags = null;
        Assert.False(message.Properties.ContainsKey("TAGS"));
    }

    [Fact]
    public void Properties_NoneSet_HaveJavasDefaults()
    {
        var message = new Message();
        Assert.Equal((null, null, 0, true, null), (message.Tags, message.Keys, message.DelayTimeLevel, message.WaitStoreMsgOk, message.UniqueId));
        Assert.Empty(message.Properties);
    }

    [Theory]
    [InlineData("TAGS", "x")]
    [InlineData("CLUSTER", "x")]
    [InlineData("", "x")]
    [InlineData(" ", "x")]
    [InlineData("a", "")]
    [InlineData("a", " ")]
    [InlineData("a\u0001", "x")]
    [InlineData("a", "x\u0002y")]
    public void PutUserProperty_ReservedOrBroken_IsRefused(string name, string value)
    {
        var message = new Message();
        Assert.Throws<ArgumentException>(() => message.PutUserProperty(name, value));
        Assert.Empty(message.Properties);
    }

    [Fact]
    public void PutUserProperty_OwnName_IsKept()
    {
        var message = new Message();
        message.PutUserProperty("city", "上海");
        Assert.Equal("上海", message.GetProperty("city"));
    }

    [Fact]
    public void MessageId_WithoutUniqueId_IsTheOffsetId()
    {
        var message = new MessageExt { StoreHost = new IPEndPoint(IPAddress.Loopback, 10911), PhysicalOffset = 1024 };
        Assert.Equal("7F00000100002A9F0000000000000400", message.MessageId);
        message.UniqueId = "U";
        Assert.Equal("U", message.MessageId);
        Assert.Equal("7F00000100002A9F0000000000000400", message.OffsetMessageId);
    }

    [Fact]
    public void MessageSysFlag_TransactionType_IsReplaced()
    {
        var flag = MessageSysFlag.WithTransactionType(MessageSysFlag.TransactionPrepared | MessageSysFlag.Compressed, MessageSysFlag.TransactionCommit);
        Assert.Equal(MessageSysFlag.TransactionCommit, MessageSysFlag.GetTransactionType(flag));
        Assert.True(MessageSysFlag.IsCompressed(flag));
        Assert.Equal(MessageSysFlag.TransactionCommit, MessageSysFlag.WithoutCompression(flag | MessageSysFlag.CompressionZlib));
    }
}
