namespace PluggableMQ.Broker.Options;

public sealed partial class BrokerOptions
{
    /// <summary>
    /// <c>listenPort</c>: the port that clients use. Default: 10911. The VIP port is two less. 0 asks for free ports. Read at start.
    /// </summary>
    public int ListenPort { get; set; } = 10911;

    /// <summary><c>bindAddress</c>: where to listen (a key of RocketMQ 5). Default: <c>0.0.0.0</c>, all addresses. Read at start.</summary>
    public string BindAddress { get; set; } = "0.0.0.0";

    /// <summary>
    /// <c>listeners</c>: where clients are served, too, by other transports of the manifest, separated by <c>;</c>: <c>unix</c> (the same
    /// address and port) or <c>ws://0.0.0.0:8080</c>. Not RocketMQ's. Default: empty. Read at start.
    /// </summary>
    public string Listeners { get; set; } = "";

    /// <summary>
    /// <c>brokerIP1</c>: the address announced to clients and written into each message. Default: a local address; the right one must be
    /// set on machines with several. Read at start.
    /// </summary>
    public string BrokerIP1 { get; set; } = "";

    /// <summary><c>brokerIP2</c>: the address announced for replication. Default: as <see cref="BrokerIP1"/>. Read at start.</summary>
    public string BrokerIP2 { get; set; } = "";

    /// <summary><c>namesrvAddr</c>: NameServers, separated by <c>;</c>. Default: empty, then the addressing plugin is asked.</summary>
    public string NamesrvAddr { get; set; } = "";

    /// <summary>
    /// <c>registerNameServerPeriod</c>: time between registrations in milliseconds, kept between 10,000 and 60,000. Default: 30,000. Read
    /// at start.
    /// </summary>
    public int RegisterNameServerPeriod { get; set; } = 30_000;

    /// <summary><c>registerBrokerTimeoutMills</c>: time limit of one registration in milliseconds. Default: 6,000.</summary>
    public int RegisterBrokerTimeoutMills { get; set; } = 6_000;

    /// <summary>
    /// <c>compressedRegister</c>: send the topics compressed (which loses the topics' order and sysFlag). Default: false.
    /// </summary>
    public bool CompressedRegister { get; set; }

    /// <summary>
    /// <c>forceRegister</c>: register fully every time, rather than ask first whether the NameServer's data is old. Default: true.
    /// </summary>
    public bool ForceRegister { get; set; } = true;

    /// <summary>
    /// <c>serverChannelMaxIdleTimeSeconds</c>: a silent connection is closed after this many seconds. Default: 120. Read at start.
    /// </summary>
    public int ServerChannelMaxIdleTimeSeconds { get; set; } = 120;

    /// <summary>
    /// <c>sendThreadPoolQueueCapacity</c>: sends in work before the broker answers SYSTEM_BUSY. Default: 10,000. Read at start.
    /// </summary>
    public int SendThreadPoolQueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// <c>pullThreadPoolQueueCapacity</c>: pulls in work, and also pulls held, before the broker turns them away. Default: 100,000. Read at
    /// start.
    /// </summary>
    public int PullThreadPoolQueueCapacity { get; set; } = 100_000;

    /// <summary>
    /// <c>queryThreadPoolQueueCapacity</c>: queries in work before the broker answers SYSTEM_BUSY. Default: 20,000. Read at start.
    /// </summary>
    public int QueryThreadPoolQueueCapacity { get; set; } = 20_000;

    /// <summary>
    /// <c>heartbeatThreadPoolQueueCapacity</c>: heartbeats in work before the broker answers SYSTEM_BUSY. Default: 50,000. Read at start.
    /// </summary>
    public int HeartbeatThreadPoolQueueCapacity { get; set; } = 50_000;

    /// <summary>
    /// <c>clientManagerThreadPoolQueueCapacity</c>: client requests in work before the broker answers SYSTEM_BUSY. Default: 1,000,000. Read
    /// at start.
    /// </summary>
    public int ClientManagerThreadPoolQueueCapacity { get; set; } = 1_000_000;

    /// <summary>
    /// <c>consumerManagerThreadPoolQueueCapacity</c>: offset requests in work before the broker answers SYSTEM_BUSY. Default: 1,000,000.
    /// Read at start.
    /// </summary>
    public int ConsumerManagerThreadPoolQueueCapacity { get; set; } = 1_000_000;

    /// <summary>
    /// <c>endTransactionPoolQueueCapacity</c>: ends of transactions in work before the broker answers SYSTEM_BUSY. Default: 100,000. Read
    /// at start.
    /// </summary>
    public int EndTransactionPoolQueueCapacity { get; set; } = 100_000;

    /// <summary>
    /// <c>adminThreadPoolQueueCapacity</c>: admin requests in work before the broker answers SYSTEM_BUSY (RocketMQ's queue is unbounded).
    /// Default: 10,000. Read at start.
    /// </summary>
    public int AdminThreadPoolQueueCapacity { get; set; } = 10_000;
}
