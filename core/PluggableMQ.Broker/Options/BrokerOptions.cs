namespace PluggableMQ.Broker.Options;

/// <summary>
/// What an operator can set of a broker. A property's name is RocketMQ's key with a capital letter (<c>listenPort</c> is
/// <see cref="ListenPort"/>), so that a <c>broker.conf</c> of RocketMQ means the same here.
/// </summary>
/// <remarks>
/// One instance is shared by all parts of a broker and read on use, so that UPDATE_BROKER_CONFIG (25) takes effect at once. What is
/// only read at start says so. Keys of the store are options of the storage plugin.
/// </remarks>
public sealed partial class BrokerOptions
{
    /// <summary>
    /// <c>brokerName</c>: the name that a master and its slaves share. Default: this machine's host name. Read at start; part of the
    /// consumer's queue identity, so do not change it on existing data.
    /// </summary>
    public string BrokerName { get; set; } = Environment.MachineName is { Length: > 0 } name ? name : "DEFAULT_BROKER";

    /// <summary>
    /// <c>brokerClusterName</c>: the cluster. Default: <c>DefaultCluster</c>. Read at start; stored in each message's CLUSTER property.
    /// </summary>
    public string BrokerClusterName { get; set; } = "DefaultCluster";

    /// <summary><c>brokerId</c>: 0 is the master. Default: 0. Only 0 is served; replication is not built in.</summary>
    public long BrokerId { get; set; }

    /// <summary><c>brokerRole</c>: <c>ASYNC_MASTER</c> (default), the only role served; replication is not built in.</summary>
    public string BrokerRole { get; set; } = "ASYNC_MASTER";

    /// <summary><c>brokerPermission</c>: bits 4 (read) and 2 (write). Default: 6. Anything else is announced for every topic.</summary>
    public int BrokerPermission { get; set; } = 6;

    /// <summary><c>regionId</c>: returned to producers as MSG_REGION. Default: <c>DefaultRegion</c>.</summary>
    public string RegionId { get; set; } = "DefaultRegion";

    /// <summary><c>traceOn</c>: returned to producers as TRACE_ON. Default: true.</summary>
    public bool TraceOn { get; set; } = true;

    /// <summary><c>rocketmqHome</c>: accepted because RocketMQ needs it; nothing is read from it here. Default: empty.</summary>
    public string RocketmqHome { get; set; } = "";

    /// <summary>
    /// <c>brokerConfigPath</c>: the file given by <c>-c</c>, rewritten by UPDATE_BROKER_CONFIG. Default: empty, then a change lasts until
    /// the next start.
    /// </summary>
    public string BrokerConfigPath { get; set; } = "";

    /// <summary>
    /// <c>configBlackList</c>: keys that UPDATE_BROKER_CONFIG refuses, separated by <c>;</c>. Default:
    /// <c>configBlackList;brokerConfigPath</c>.
    /// </summary>
    public string ConfigBlackList { get; set; } = "configBlackList;brokerConfigPath";

    /// <summary>
    /// <c>storePathRootDir</c>: the data directory; the broker's own files are in <c>config/</c> below it. Default: <c>store</c> in the
    /// user's home. Read at start.
    /// </summary>
    public string StorePathRootDir { get; set; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "store");
}
