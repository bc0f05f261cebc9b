using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client;

/// <summary>A pull consumer's settings (<c>DefaultMQPullConsumer</c> in RocketMQ). Read once, when it starts.</summary>
/// <remarks>A property is named like RocketMQ's key, with a capital letter. Times are in milliseconds, sizes in bytes.</remarks>
public sealed class PullConsumerOptions
{
    /// <summary>The consumer group: up to 255 letters, digits, <c>%</c>, <c>|</c>, <c>-</c> and <c>_</c>; not <c>DEFAULT_CONSUMER</c>. Required.</summary>
    public string ConsumerGroup { get; set; } = "";

    /// <summary>Whether the members of the group share the messages or each gets all. A pull consumer only announces it. Default: clustering.</summary>
    public MessageModel MessageModel { get; set; } = MessageModel.Clustering;

    /// <summary>How long the broker may hold a pull that finds nothing, in milliseconds. Default: 20000.</summary>
    public int BrokerSuspendMaxTimeMillis { get; set; } = 20_000;

    /// <summary>The time limit of a pull that the broker may hold, in milliseconds; longer than
    /// <see cref="BrokerSuspendMaxTimeMillis"/>. Default: 30000.</summary>
    public int ConsumerTimeoutMillisWhenSuspend { get; set; } = 30_000;

    /// <summary>The time limit of a pull that is answered at once, in milliseconds. Default: 10000.</summary>
    public int ConsumerPullTimeoutMillis { get; set; } = 10_000;

    /// <summary>Topics to announce in heartbeats from the start; others are added when they are first pulled from. Default: none.</summary>
    public ISet<string> RegisterTopics { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The largest body that a compressed message may unfold to, in bytes; a larger one ends the pull with an error. Default: 16777216.</summary>
    public int MaxDecompressedSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>A copy, so that what is read at the start stays as it was.</summary>
    internal PullConsumerOptions Clone()
    {
        var copy = (PullConsumerOptions)MemberwiseClone();
        copy.RegisterTopics = new HashSet<string>(RegisterTopics, StringComparer.Ordinal);
        return copy;
    }
}
