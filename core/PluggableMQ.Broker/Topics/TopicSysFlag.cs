namespace PluggableMQ.Broker.Topics;

/// <summary>The bits of a topic's sysFlag (<c>TopicSysFlag</c>).</summary>
internal static class TopicSysFlag
{
    public const int Unit = 1;
    public const int UnitSub = 2;
}
