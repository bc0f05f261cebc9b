namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of a pull request as a consumer writes it (<c>PullMessageRequestHeader</c>).</summary>
/// <remarks>The broker reads <see cref="PullMessageRequestView"/>.</remarks>
public struct PullMessageRequestHeader
{
    /// <summary>The consumer group.</summary>
    public required string ConsumerGroup { get; set; }

    /// <summary>The topic.</summary>
    public required string Topic { get; set; }

    /// <summary>The queue.</summary>
    public int QueueId { get; set; }

    /// <summary>The first queue offset wanted.</summary>
    public long QueueOffset { get; set; }

    /// <summary>How many messages at most.</summary>
    public int MaxMsgNums { get; set; }

    /// <summary>The bits of <see cref="PullSysFlag"/>.</summary>
    public int SysFlag { get; set; }

    /// <summary>The consumer's progress.</summary>
    public long CommitOffset { get; set; }

    /// <summary>How long the broker may hold the request, in milliseconds.</summary>
    public long SuspendTimeoutMillis { get; set; }

    /// <summary>The filter expression, or null.</summary>
    public string? Subscription { get; set; }

    /// <summary>The version of the subscription.</summary>
    public long SubVersion { get; set; }

    /// <summary>The kind of the expression (<c>TAG</c>, <c>SQL92</c>), or null.</summary>
    public string? ExpressionType { get; set; }

    /// <summary>The name of the broker that the queue belongs to, or null.</summary>
    public string? BrokerName { get; set; }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public readonly void Write(HeaderFields fields)
    {
        fields.Add("consumerGroup"u8, ConsumerGroup);
        fields.Add("topic"u8, Topic);
        fields.Add("queueId"u8, QueueId);
        fields.Add("queueOffset"u8, QueueOffset);
        fields.Add("maxMsgNums"u8, MaxMsgNums);
        fields.Add("sysFlag"u8, SysFlag);
        fields.Add("commitOffset"u8, CommitOffset);
        fields.Add("suspendTimeoutMillis"u8, SuspendTimeoutMillis);
        fields.Add("subscription"u8, Subscription);
        fields.Add("subVersion"u8, SubVersion);
        fields.Add("expressionType"u8, ExpressionType);
        fields.Add("bname"u8, BrokerName);
    }
}
