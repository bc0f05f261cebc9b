namespace PluggableMQ.Abstractions;

/// <summary>One queue of a topic on one broker: the unit of ordering, selection and rebalance (<c>MessageQueue</c> in RocketMQ).</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="BrokerName">The name of the broker (a master and its slaves share it).</param>
/// <param name="QueueId">The queue's number on that broker, from zero.</param>
public sealed record MessageQueue(string Topic, string BrokerName, int QueueId) : IComparable<MessageQueue>
{
    /// <summary>Orders by topic, broker name and queue id, ordinally, as Java's <c>MessageQueue.compareTo</c> does.</summary>
    /// <param name="other">The queue to compare with.</param>
    /// <returns>Less than zero, zero or more than zero.</returns>
    public int CompareTo(MessageQueue? other)
    {
        if (other is null) return 1;
        var byTopic = string.CompareOrdinal(Topic, other.Topic);
        if (byTopic != 0) return byTopic;
        var byBroker = string.CompareOrdinal(BrokerName, other.BrokerName);
        return byBroker != 0 ? byBroker : QueueId.CompareTo(other.QueueId);
    }

    /// <summary>The text that Java prints; consistent-hash allocation hashes it.</summary>
    /// <returns><c>MessageQueue [topic=T, brokerName=B, queueId=N]</c>.</returns>
    public override string ToString() => $"MessageQueue [topic={Topic}, brokerName={BrokerName}, queueId={QueueId}]";

    /// <summary>Compares two queues by <see cref="CompareTo"/>.</summary>
    /// <param name="left">The left queue.</param>
    /// <param name="right">The right queue.</param>
    /// <returns>Whether <paramref name="left"/> comes first.</returns>
    public static bool operator <(MessageQueue? left, MessageQueue? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(MessageQueue? left, MessageQueue? right) => right < left;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(MessageQueue? left, MessageQueue? right) => !(right < left);

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(MessageQueue? left, MessageQueue? right) => !(left < right);
}
