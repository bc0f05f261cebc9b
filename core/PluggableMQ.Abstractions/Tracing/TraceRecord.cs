namespace PluggableMQ.Abstractions.Tracing;

/// <summary>What was done to one or more messages (<c>TraceContext</c> in RocketMQ).</summary>
public sealed class TraceRecord
{
    /// <summary>What was done.</summary>
    public required TraceType Type { get; init; }

    /// <summary>When, in milliseconds since 1970 UTC.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The broker's region, <c>DefaultRegion</c> unless configured.</summary>
    public string RegionId { get; init; } = "DefaultRegion";

    /// <summary>The producer or consumer group.</summary>
    public required string Group { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long CostMilliseconds { get; init; }

    /// <summary>Whether it succeeded.</summary>
    public bool Success { get; init; } = true;

    /// <summary>Ties the records before and after consumption together; null for sends.</summary>
    public string? RequestId { get; init; }

    /// <summary>How consumption ended (<c>ConsumeReturnType</c> ordinal: 0 success, 1 time-out, 2 exception, 3 null, 4 failed).</summary>
    public int ContextCode { get; init; }

    /// <summary>The messages concerned.</summary>
    public required IReadOnlyList<TraceMessage> Messages { get; init; }
}

/// <summary>One message in a trace record (<c>TraceBean</c> in RocketMQ).</summary>
public sealed class TraceMessage
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The message id (UNIQ_KEY).</summary>
    public required string MessageId { get; init; }

    /// <summary>The broker's id of the stored record, or null.</summary>
    public string? OffsetMessageId { get; init; }

    /// <summary>The tag, or null.</summary>
    public string? Tags { get; init; }

    /// <summary>The keys, separated by spaces, or null.</summary>
    public string? Keys { get; init; }

    /// <summary>The broker's address, or null.</summary>
    public string? StoreHost { get; init; }

    /// <summary>The length of the body in bytes.</summary>
    public int BodyLength { get; init; }

    /// <summary>How often the message was retried.</summary>
    public int RetryTimes { get; init; }

    /// <summary>The kind of message.</summary>
    public TraceMessageType MessageType { get; init; }

    /// <summary>The transaction's id, or null.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The transaction's outcome (<c>COMMIT_MESSAGE</c>, <c>ROLLBACK_MESSAGE</c>, <c>UNKNOW</c>), or null.</summary>
    public string? TransactionState { get; init; }

    /// <summary>Whether the outcome answered the broker's check.</summary>
    public bool FromTransactionCheck { get; init; }
}

/// <summary>What a trace record is about (<c>TraceType</c> in RocketMQ).</summary>
public enum TraceType
{
    /// <summary>A send.</summary>
    Pub = 0,

    /// <summary>Before consumption.</summary>
    SubBefore,

    /// <summary>After consumption.</summary>
    SubAfter,

    /// <summary>The end of a transaction.</summary>
    EndTransaction,
}

/// <summary>The kind of a traced message (<c>MessageType</c> ordinals).</summary>
public enum TraceMessageType
{
    /// <summary>An ordinary message.</summary>
    Normal = 0,

    /// <summary>A half message of a transaction.</summary>
    TransactionHalf = 1,

    /// <summary>The end of a transaction.</summary>
    TransactionCommit = 2,

    /// <summary>A delayed message.</summary>
    Delay = 3,
}
