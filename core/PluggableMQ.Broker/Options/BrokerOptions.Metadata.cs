namespace PluggableMQ.Broker.Options;

public sealed partial class BrokerOptions
{
    /// <summary><c>autoCreateTopicEnable</c>: a send to an unknown topic creates it from TBW102. Default: true.</summary>
    public bool AutoCreateTopicEnable { get; set; } = true;

    /// <summary>
    /// <c>defaultTopicQueueNums</c>: queues of TBW102, the most that an automatically created topic gets. Default: 8. Read at start.
    /// </summary>
    public int DefaultTopicQueueNums { get; set; } = 8;

    /// <summary><c>clusterTopicEnable</c>: the topic named as the cluster can be used. Default: true. Read at start.</summary>
    public bool ClusterTopicEnable { get; set; } = true;

    /// <summary><c>brokerTopicEnable</c>: the topic named as the broker can be used. Default: true. Read at start.</summary>
    public bool BrokerTopicEnable { get; set; } = true;

    /// <summary><c>traceTopicEnable</c>: create the trace topic at start. Default: false. Read at start.</summary>
    public bool TraceTopicEnable { get; set; }

    /// <summary><c>msgTraceTopicName</c>: the trace topic. Default: <c>RMQ_SYS_TRACE_TOPIC</c>. Read at start.</summary>
    public string MsgTraceTopicName { get; set; } = "RMQ_SYS_TRACE_TOPIC";

    /// <summary><c>autoCreateSubscriptionGroup</c>: a consumer of an unknown group creates it. Default: true.</summary>
    public bool AutoCreateSubscriptionGroup { get; set; } = true;

    /// <summary><c>notifyConsumerIdsChangedEnable</c>: tell a group's members when one comes or goes. Default: true.</summary>
    public bool NotifyConsumerIdsChangedEnable { get; set; } = true;

}
