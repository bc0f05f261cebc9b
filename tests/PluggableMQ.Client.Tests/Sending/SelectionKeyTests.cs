using PluggableMQ.Client.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests.Sending;

public sealed class SelectionKeyTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("k1", null, "k1")]
    [InlineData("k1 k2", null, "k1")]
    [InlineData("k1 k2", "shard", "shard")]
    [InlineData(null, "shard", "shard")]
    public void Get_ShardingKeyElseFirstKey(string? keys, string? shardingKey, string? expected)
    {
        var message = new Message("T", "x"u8.ToArray(), keys: keys);
        if (shardingKey is not null) message.Properties["__SHARDINGKEY"] = shardingKey;
        Assert.Equal(expected, SelectionKey.Get(message));
    }
}
