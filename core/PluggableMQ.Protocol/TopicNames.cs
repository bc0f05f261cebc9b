namespace PluggableMQ.Protocol;

/// <summary>Topics with a meaning of their own (<c>TopicValidator</c>, <c>MixAll</c>).</summary>
public static class TopicNames
{
    /// <summary><c>TBW102</c>: the template of topics that are created at the first send.</summary>
    public const string AutoCreate = "TBW102";

    /// <summary>The delay queues; queue id = level - 1.</summary>
    public const string Schedule = "SCHEDULE_TOPIC_XXXX";

    /// <summary>Half messages.</summary>
    public const string TransactionHalf = "RMQ_SYS_TRANS_HALF_TOPIC";

    /// <summary>What became of half messages.</summary>
    public const string TransactionOp = "RMQ_SYS_TRANS_OP_HALF_TOPIC";

    /// <summary>Half messages given up.</summary>
    public const string TransactionCheckMaxTime = "TRANS_CHECK_MAX_TIME_TOPIC";

    /// <summary>Message traces.</summary>
    public const string Trace = "RMQ_SYS_TRACE_TOPIC";

    /// <summary>Reports of corrected offsets.</summary>
    public const string OffsetMovedEvent = "OFFSET_MOVED_EVENT";

    /// <summary>Self test.</summary>
    public const string SelfTest = "SELF_TEST_TOPIC";

    /// <summary>Benchmarks.</summary>
    public const string Benchmark = "BenchmarkTest";

    /// <summary>What a retry topic's name begins with.</summary>
    public const string RetryPrefix = "%RETRY%";

    /// <summary>What a dead letter topic's name begins with.</summary>
    public const string DlqPrefix = "%DLQ%";

    /// <summary>What a system topic's name may begin with.</summary>
    public const string SystemPrefix = "rmq_sys_";

    /// <summary>What a light queue's name begins with.</summary>
    public const string LightQueuePrefix = "%LMQ%";

    /// <summary>What a cluster's reply topic ends with.</summary>
    public const string ReplySuffix = "REPLY_TOPIC";

    /// <summary>The retry topic of a group.</summary>
    /// <param name="group">The consumer group.</param>
    /// <returns><c>%RETRY%group</c>.</returns>
    public static string RetryTopic(string group) => RetryPrefix + group;

    /// <summary>The dead letter topic of a group.</summary>
    /// <param name="group">The consumer group.</param>
    /// <returns><c>%DLQ%group</c>.</returns>
    public static string DlqTopic(string group) => DlqPrefix + group;

    /// <summary>The reply topic of a cluster.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <returns><c>cluster_REPLY_TOPIC</c>.</returns>
    public static string ReplyTopic(string cluster) => cluster + "_" + ReplySuffix;

    /// <summary>Whether a topic is a retry topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>True for <c>%RETRY%...</c>.</returns>
    public static bool IsRetryTopic(string topic) => topic.StartsWith(RetryPrefix, StringComparison.Ordinal);

    /// <summary>Whether a topic is a dead letter topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>True for <c>%DLQ%...</c>.</returns>
    public static bool IsDlqTopic(string topic) => topic.StartsWith(DlqPrefix, StringComparison.Ordinal);
}
