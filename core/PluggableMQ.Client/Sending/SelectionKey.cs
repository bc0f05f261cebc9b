using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Sending;

/// <summary>What a message is kept together by: its sharding key, else its first key.</summary>
internal static class SelectionKey
{
    public static string? Get(Message message)
    {
        if (message.GetProperty(PropertyNames.ShardingKey) is { } shardingKey) return shardingKey;
        if (message.Keys is not { } keys) return null;
        var space = keys.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? keys : keys[..space];
    }
}
