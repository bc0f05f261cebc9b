namespace PluggableMQ.Broker.Options;

public sealed partial class BrokerOptions
{
    /// <summary><c>maxMessageSize</c>: the largest body in bytes. Default: 4 MiB. Read at start.</summary>
    public int MaxMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// <c>messageDelayLevel</c>: the delay of each level, level 1 first, with units s, m, h, d. Read at start; do not reorder it on
    /// existing data.
    /// </summary>
    public string MessageDelayLevel { get; set; } = "1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h";

    /// <summary>
    /// <c>flushDelayOffsetInterval</c>: milliseconds between writes of <c>delayOffset.json</c>. Default: 10,000. Read at start.
    /// </summary>
    public int FlushDelayOffsetInterval { get; set; } = 10_000;

    /// <summary>
    /// <c>flushConsumerOffsetInterval</c>: milliseconds between writes of <c>consumerOffset.json</c>. Default: 5,000. Read at start.
    /// </summary>
    public int FlushConsumerOffsetInterval { get; set; } = 5_000;

    /// <summary>
    /// <c>startAcceptSendRequestTimeStamp</c>: sends before this time (milliseconds since 1970 UTC) are refused. Default: 0.
    /// </summary>
    public long StartAcceptSendRequestTimeStamp { get; set; }

    /// <summary><c>rejectTransactionMessage</c>: refuse half messages. Default: false.</summary>
    public bool RejectTransactionMessage { get; set; }

    /// <summary><c>transactionTimeOut</c>: milliseconds before a half message is first checked. Default: 6,000.</summary>
    public long TransactionTimeOut { get; set; } = 6_000;

    /// <summary><c>transactionCheckMax</c>: checks before a half message is given up. Default: 15.</summary>
    public int TransactionCheckMax { get; set; } = 15;

    /// <summary><c>transactionCheckInterval</c>: milliseconds between rounds of checks. Default: 60,000. Read at start.</summary>
    public long TransactionCheckInterval { get; set; } = 60_000;

    /// <summary><c>longPollingEnable</c>: hold a pull that finds nothing until a message comes. Default: true.</summary>
    public bool LongPollingEnable { get; set; } = true;

    /// <summary><c>shortPollingTimeMills</c>: how long a pull is held without long polling. Default: 1,000.</summary>
    public int ShortPollingTimeMills { get; set; } = 1_000;

    /// <summary><c>slaveReadEnable</c>: tell slow consumers to read from a slave. Default: false.</summary>
    public bool SlaveReadEnable { get; set; }

    /// <summary><c>defaultQueryMaxNum</c>: most messages of a query by unique key. Default: 32.</summary>
    public int DefaultQueryMaxNum { get; set; } = 32;

    /// <summary><c>maxMsgsNumBatch</c>: most messages of any query by key. Default: 64.</summary>
    public int MaxMsgsNumBatch { get; set; } = 64;
}
