using System.Collections.Frozen;

namespace PluggableMQ.Protocol;

/// <summary>The names of system properties of a message (<c>MessageConst</c>).</summary>
public static class PropertyNames
{
    /// <summary>Between name and value in the properties text.</summary>
    public const char NameValueSeparator = (char)1;

    /// <summary>Between properties in the properties text.</summary>
    public const char PropertySeparator = (char)2;

    /// <summary>User keys, separated by a space; indexed.</summary>
    public const string Keys = "KEYS";

    /// <summary>One tag; hashed into the consume queue.</summary>
    public const string Tags = "TAGS";

    /// <summary>Whether the send waits for flush and slave; true unless it says <c>false</c>.</summary>
    public const string WaitStoreMsgOk = "WAIT";

    /// <summary>The delay level, from 1.</summary>
    public const string DelayTimeLevel = "DELAY";

    /// <summary>The original topic of a message in a retry topic.</summary>
    public const string RetryTopic = "RETRY_TOPIC";

    /// <summary>The original topic of a delayed or half message.</summary>
    public const string RealTopic = "REAL_TOPIC";

    /// <summary>The original queue of a delayed or half message.</summary>
    public const string RealQueueId = "REAL_QID";

    /// <summary><c>true</c> on a half message.</summary>
    public const string TransactionPrepared = "TRAN_MSG";

    /// <summary>The producer group of a half message.</summary>
    public const string ProducerGroup = "PGROUP";

    /// <summary>Put into a pulled message by the consumer: its queue's smallest offset.</summary>
    public const string MinOffset = "MIN_OFFSET";

    /// <summary>Put into a pulled message by the consumer: its queue's end.</summary>
    public const string MaxOffset = "MAX_OFFSET";

    /// <summary>Buyer id, for order-type messages.</summary>
    public const string BuyerId = "BUYER_ID";

    /// <summary>The message's id before it was first sent back.</summary>
    public const string OriginMessageId = "ORIGIN_MESSAGE_ID";

    /// <summary>Legacy.</summary>
    public const string TransferFlag = "TRANSFER_FLAG";

    /// <summary>Legacy.</summary>
    public const string CorrectionFlag = "CORRECTION_FLAG";

    /// <summary>Legacy.</summary>
    public const string Mq2Flag = "MQ2_FLAG";

    /// <summary>Reconsume times on a retry send by the client; moved to the header.</summary>
    public const string ReconsumeTime = "RECONSUME_TIME";

    /// <summary>The most reconsume times on a retry send by the client; moved to the header.</summary>
    public const string MaxReconsumeTimes = "MAX_RECONSUME_TIMES";

    /// <summary>The broker's region, in send responses.</summary>
    public const string MsgRegion = "MSG_REGION";

    /// <summary>Whether the broker wants traces, in send responses.</summary>
    public const string TraceSwitch = "TRACE_ON";

    /// <summary>The client's message id; indexed.</summary>
    public const string UniqueKey = "UNIQ_KEY";

    /// <summary>Put locally when consuming starts.</summary>
    public const string ConsumeStartTime = "CONSUME_START_TIME";

    /// <summary>On a half message that was put back: the queue offset of the first one.</summary>
    public const string TransactionPreparedQueueOffset = "TRAN_PREPARED_QUEUE_OFFSET";

    /// <summary>How often the transaction was checked.</summary>
    public const string TransactionCheckTimes = "TRANSACTION_CHECK_TIMES";

    /// <summary>No transaction check before this many seconds.</summary>
    public const string CheckImmunityTimeInSeconds = "CHECK_IMMUNITY_TIME_IN_SECONDS";

    /// <summary>The producer's namespace.</summary>
    public const string InstanceId = "INSTANCE_ID";

    /// <summary>Request-reply: pairs the reply with its request.</summary>
    public const string CorrelationId = "CORRELATION_ID";

    /// <summary>Request-reply: the client id that waits for the reply.</summary>
    public const string ReplyToClient = "REPLY_TO_CLIENT";

    /// <summary>Request-reply: how long the requester waits, in milliseconds.</summary>
    public const string Ttl = "TTL";

    /// <summary>Request-reply: when the reply reached the broker, in milliseconds.</summary>
    public const string ArriveTime = "ARRIVE_TIME";

    /// <summary>Request-reply: when the broker pushed the reply, in milliseconds.</summary>
    public const string PushReplyTime = "PUSH_REPLY_TIME";

    /// <summary>The cluster's name, set by the broker on every stored message.</summary>
    public const string Cluster = "CLUSTER";

    /// <summary><c>reply</c> on replies.</summary>
    public const string MessageType = "MSG_TYPE";

    /// <summary>Light queues: their names, joined by commas.</summary>
    public const string InnerMultiDispatch = "INNER_MULTI_DISPATCH";

    /// <summary>Light queues: their offsets, joined by commas.</summary>
    public const string InnerMultiQueueOffset = "INNER_MULTI_QUEUE_OFFSET";

    /// <summary>The transaction id that the client gave.</summary>
    public const string TransactionId = "__transactionId__";

    /// <summary>Legacy.</summary>
    public const string StartDeliverTime = "__STARTDELIVERTIME";

    /// <summary>The key that picked the queue of an ordered message.</summary>
    public const string ShardingKey = "__SHARDINGKEY";

    /// <summary>The separator between several keys in <see cref="Keys"/>.</summary>
    public const char KeySeparator = ' ';

    private static readonly FrozenSet<string> SystemNames = FrozenSet.Create(StringComparer.Ordinal,
    [
        Keys, Tags, WaitStoreMsgOk, DelayTimeLevel, RetryTopic, RealTopic, RealQueueId, TransactionPrepared, ProducerGroup, MinOffset,
        MaxOffset, BuyerId, OriginMessageId, TransferFlag, CorrectionFlag, Mq2Flag, ReconsumeTime, MaxReconsumeTimes, MsgRegion,
        TraceSwitch, UniqueKey, ConsumeStartTime, InstanceId, CorrelationId, ReplyToClient, Ttl, ArriveTime, PushReplyTime, Cluster,
        MessageType, InnerMultiQueueOffset,
    ]);

    /// <summary>Whether RocketMQ keeps a name for itself, so that <c>putUserProperty</c> refuses it.</summary>
    /// <param name="name">The property's name.</param>
    /// <returns>True for a reserved name.</returns>
    public static bool IsSystem(string name) => SystemNames.Contains(name);
}
