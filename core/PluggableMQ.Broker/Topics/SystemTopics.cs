using PluggableMQ.Broker.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Topics;

/// <summary>The topics that every broker has from its start (<c>TopicConfigManager</c>'s constructor).</summary>
internal sealed class SystemTopics
{
    private const int ReadWrite = Permission.Read | Permission.Write;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public SystemTopics(BrokerOptions options, int delayLevels)
    {
        var all = new List<TopicConfig> { Make(TopicNames.SelfTest, 1, ReadWrite) };
        if (options.AutoCreateTopicEnable)
            all.Add(Make(TopicNames.AutoCreate, options.DefaultTopicQueueNums, ReadWrite | Permission.Inherit));
        all.Add(Make(TopicNames.Benchmark, 1024, ReadWrite));
        all.Add(Make(options.BrokerClusterName, 16, Permission.Inherit | (options.ClusterTopicEnable ? ReadWrite : 0)));
        all.Add(Make(options.BrokerName, 1, Permission.Inherit | (options.BrokerTopicEnable ? ReadWrite : 0)));
        all.Add(Make(TopicNames.OffsetMovedEvent, 1, ReadWrite));
        all.Add(Make(TopicNames.Schedule, delayLevels, ReadWrite));
        if (options.TraceTopicEnable) all.Add(Make(options.MsgTraceTopicName, 1, ReadWrite));
        all.Add(Make(TopicNames.ReplyTopic(options.BrokerClusterName), 1, ReadWrite));
        All = all;
        _names.UnionWith(all.Select(topic => topic.TopicName));
        _names.UnionWith(TopicValidator.AllSystemTopics);
    }

    public IReadOnlyList<TopicConfig> All { get; }

    /// <summary>The names that GET_SYSTEM_TOPIC_LIST_FROM_BROKER (305) lists.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Whether a topic belongs to the system, this broker's and cluster's own names included.</summary>
    public bool Contains(string topic) => _names.Contains(topic) || TopicValidator.IsSystemTopic(topic);

    private static TopicConfig Make(string name, int queues, int permission)
        => new() { TopicName = name, ReadQueueNums = queues, WriteQueueNums = queues, Perm = permission };
}
