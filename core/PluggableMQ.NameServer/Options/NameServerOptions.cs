namespace PluggableMQ.NameServer.Options;

/// <summary>
/// What an operator can set of a NameServer. A property's name is RocketMQ's key with a capital letter (<c>listenPort</c> is
/// <see cref="ListenPort"/>), so that a <c>namesrv.conf</c> of RocketMQ means the same here.
/// </summary>
/// <remarks>One instance is shared by all parts and read on use, so that UPDATE_NAMESRV_CONFIG (318) takes effect at once. What is only read
/// at start says so.</remarks>
public sealed class NameServerOptions
{
    /// <summary><c>listenPort</c>: the port. Default: 9876. 0 asks for a free one. Read at start.</summary>
    public int ListenPort { get; set; } = 9876;

    /// <summary><c>bindAddress</c>: where to listen (a key of RocketMQ 5). Default: <c>0.0.0.0</c>, all addresses. Read at start.</summary>
    public string BindAddress { get; set; } = "0.0.0.0";

    /// <summary><c>listeners</c>: where to listen, too, by other transports of the manifest, separated by <c>;</c>: <c>unix</c> (the same
    /// address and port) or <c>ws://0.0.0.0:8080</c>. Not RocketMQ's. Default: empty. Read at start.</summary>
    public string Listeners { get; set; } = "";

    /// <summary><c>rocketmqHome</c>: accepted because RocketMQ needs it; nothing is read from it here. Default: empty.</summary>
    public string RocketmqHome { get; set; } = "";

    /// <summary><c>kvConfigPath</c>: the file that keeps the KV configuration. Default: <c>namesrv/kvConfig.json</c> in the user's home. Read at start.</summary>
    public string KvConfigPath { get; set; } = InHome("kvConfig.json");

    /// <summary><c>configStorePath</c>: the file that UPDATE_NAMESRV_CONFIG rewrites; the one given by <c>-c</c> if there is one. Default:
    /// <c>namesrv/namesrv.properties</c> in the user's home.</summary>
    public string ConfigStorePath { get; set; } = InHome("namesrv.properties");

    /// <summary><c>orderMessageEnable</c>: add the queue order of ordered topics (KV namespace <c>ORDER_TOPIC_CONFIG</c>) to routes. Default: false.</summary>
    public bool OrderMessageEnable { get; set; }

    /// <summary><c>configBlackList</c>: keys that UPDATE_NAMESRV_CONFIG refuses, separated by <c>;</c>. <c>configBlackList</c>, <c>configStorePath</c>,
    /// <c>kvConfigPath</c> and <c>rocketmqHome</c> are refused in any case. Default: the first three.</summary>
    public string ConfigBlackList { get; set; } = "configBlackList;configStorePath;kvConfigPath";

    /// <summary><c>productEnvName</c>: used by RocketMQ's cluster test only, which is not built in. Default: <c>center</c>.</summary>
    public string ProductEnvName { get; set; } = "center";

    /// <summary><c>clusterTest</c>: RocketMQ's cluster test, which asks another environment's NameServer. Not built in: only false is served.</summary>
    public bool ClusterTest { get; set; }

    /// <summary><c>serverWorkerThreads</c>: accepted; requests run on the runtime's thread pool here. Default: 8.</summary>
    public int ServerWorkerThreads { get; set; } = 8;

    /// <summary><c>serverChannelMaxIdleTimeSeconds</c>: a silent connection is closed after this many seconds. Default: 120. Read at start.</summary>
    public int ServerChannelMaxIdleTimeSeconds { get; set; } = 120;

    /// <summary><c>scanNotActiveBrokerInterval</c>: milliseconds between looks for brokers that no longer register (a key of RocketMQ 5); the first
    /// one comes after half of it. Default: 10,000. Read at start.</summary>
    public int ScanNotActiveBrokerInterval { get; set; } = 10_000;

    /// <summary><c>brokerChannelExpiredTime</c>: milliseconds after which a broker that did not register again is removed. A constant in RocketMQ.
    /// Default: 120,000.</summary>
    public int BrokerChannelExpiredTime { get; set; } = 120_000;

    /// <summary><c>maxRegisteredBrokers</c>: how many brokers, broker names and clusters can be registered; RocketMQ knows no bound. Default: 10,000.</summary>
    public int MaxRegisteredBrokers { get; set; } = 10_000;

    /// <summary><c>maxRegisteredQueues</c>: how many pairs of topic and broker can be registered; RocketMQ knows no bound. Default: 2,000,000.</summary>
    public int MaxRegisteredQueues { get; set; } = 2_000_000;

    private static string InHome(string file) => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "namesrv", file);
}
