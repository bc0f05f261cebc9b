using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Instance;

/// <summary>A consumer, as its client instance sees it.</summary>
internal interface IConsumerGroup
{
    /// <summary>The group, as on the wire.</summary>
    string Group { get; }

    /// <summary>What the heartbeat says of it.</summary>
    ConsumerData Describe();
}
