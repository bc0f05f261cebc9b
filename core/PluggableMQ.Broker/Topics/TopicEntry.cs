using PluggableMQ.Broker.Statistics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Topics;

/// <summary>A topic in use: its name, its settings now, and what it counts. One lookup on the hot path gives all of it.</summary>
internal sealed class TopicEntry
{
    private volatile TopicConfig _config;

    public TopicEntry(TopicConfig config)
    {
        _config = config;
        Name = config.TopicName;
        IsSendForbidden = TopicValidator.IsSendForbidden(Name);
        RetryGroup = TopicNames.IsRetryTopic(Name) ? Name[TopicNames.RetryPrefix.Length..] : null;
    }

    public string Name { get; }

    /// <summary>Whether clients must not send to it.</summary>
    public bool IsSendForbidden { get; }

    /// <summary>The consumer group whose retry topic this is, or null.</summary>
    public string? RetryGroup { get; }

    /// <summary>The settings. Never changed in place: a change publishes another instance.</summary>
    public TopicConfig Config
    {
        get => _config;
        set => _config = value;
    }

    /// <summary>What was sent to it.</summary>
    public TrafficCounter Put { get; } = new();
}
