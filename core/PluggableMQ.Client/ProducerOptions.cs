using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <summary>A producer's settings (<c>DefaultMQProducer</c> in RocketMQ). Read once, when it starts.</summary>
/// <remarks>A property is named like RocketMQ's key, with a capital letter. Times are in milliseconds, sizes in bytes.</remarks>
public sealed class ProducerOptions
{
    /// <summary>The producer group: up to 255 letters, digits, <c>%</c>, <c>|</c>, <c>-</c> and <c>_</c>; not <c>DEFAULT_PRODUCER</c>. Required.</summary>
    public string ProducerGroup { get; set; } = "";

    /// <summary>The time limit of one send with all its retries, in milliseconds. Default: 3000.</summary>
    public int SendMsgTimeout { get; set; } = 3_000;

    /// <summary>Bodies of this many bytes and more are compressed, batches never. Default: 4096.</summary>
    public int CompressMsgBodyOverHowmuch { get; set; } = 4_096;

    /// <summary>The zlib level, 0 to 9 (<c>rocketmq.message.compressLevel</c>). Default: 5.</summary>
    public int CompressLevel { get; set; } = 5;

    /// <summary>How often a synchronous send is tried again. Default: 2, so three attempts.</summary>
    public int RetryTimesWhenSendFailed { get; set; } = 2;

    /// <summary>How often an asynchronous send is tried again after a failure to reach the broker. Default: 2.</summary>
    public int RetryTimesWhenSendAsyncFailed { get; set; } = 2;

    /// <summary>Whether a synchronous send tries another broker when one stored the message but did not flush or replicate it in time. The
    /// message is then stored twice. Default: false.</summary>
    public bool RetryAnotherBrokerWhenNotStoreOK { get; set; }

    /// <summary>The largest body, in bytes. Default: 4194304.</summary>
    public int MaxMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The topic whose route and settings a new topic takes over. Default: <c>TBW102</c>.</summary>
    public string CreateTopicKey { get; set; } = "TBW102";

    /// <summary>How many queues a topic gets that the broker creates on the first send. Default: 4.</summary>
    public int DefaultTopicQueueNums { get; set; } = 4;

    /// <summary>The broker's answers after which a synchronous send tries another broker. Default: 17 (TOPIC_NOT_EXIST),
    /// 14 (SERVICE_NOT_AVAILABLE), 1 (SYSTEM_ERROR), 16 (NO_PERMISSION), 204 (NO_BUYER_ID), 205 (NOT_IN_CURRENT_UNIT).</summary>
    public ISet<int> RetryResponseCodes { get; set; } = new HashSet<int>
    {
        ResponseCode.TopicNotExist,
        ResponseCode.ServiceNotAvailable,
        ResponseCode.SystemError,
        ResponseCode.NoPermission,
        ResponseCode.NoBuyerId,
        ResponseCode.NotInCurrentUnit,
    };

    /// <summary>Whether sends are traced, when there is a trace dispatcher. Default: true.</summary>
    public bool EnableMsgTrace { get; set; } = true;

    /// <summary>A copy, so that what is read at the start stays as it was.</summary>
    internal ProducerOptions Clone()
    {
        var copy = (ProducerOptions)MemberwiseClone();
        copy.RetryResponseCodes = new HashSet<int>(RetryResponseCodes);
        return copy;
    }
}
