using PluggableMQ.Broker.Options;

namespace PluggableMQ.Broker.Persistence;

/// <summary>Where a broker keeps its own files (<c>BrokerPathConfigHelper</c>).</summary>
internal sealed class BrokerFiles
{
    public BrokerFiles(BrokerOptions options)
    {
        var directory = Path.Combine(options.StorePathRootDir, "config");
        Topics = new ConfigFile(Path.Combine(directory, "topics.json"));
        SubscriptionGroups = new ConfigFile(Path.Combine(directory, "subscriptionGroup.json"));
        ConsumerOffsets = new ConfigFile(Path.Combine(directory, "consumerOffset.json"));
        DelayOffsets = new ConfigFile(Path.Combine(directory, "delayOffset.json"));
    }

    public ConfigFile Topics { get; }

    public ConfigFile SubscriptionGroups { get; }

    public ConfigFile ConsumerOffsets { get; }

    public ConfigFile DelayOffsets { get; }
}
