using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Manifests;

namespace PluggableMQ.Hosting.Settings;

/// <summary>What is particular to the settings of a role.</summary>
internal sealed class RoleProfile
{
    private RoleProfile(
        HostRole role, Func<OperatorManifest, IReadOnlyList<KeyValuePair<string, string>>> section, IReadOnlySet<string> rocketMqKeys,
        string[] own, params string[] important)
    {
        Role = role;
        Section = section;
        RocketMqKeys = rocketMqKeys;
        ManifestKeys = ["transport", "transports", "rpcHooks", .. own];
        ImportantKeys = important;
    }

    /// <summary>A NameServer's.</summary>
    public static RoleProfile NameServer { get; } = new(
        HostRole.NameServer, m => m.NameServer, Settings.RocketMqKeys.NameServer, [], "listenPort", "kvConfigPath", "configStorePath");

    /// <summary>A broker's; <c>-m</c> prints RocketMQ's important fields.</summary>
    public static RoleProfile Broker { get; } = new(
        HostRole.Broker, m => m.Broker, Settings.RocketMqKeys.Broker, ["addressing", "storage", "storeDecorators"],
        "namesrvAddr", "brokerIP1", "brokerName", "brokerClusterName", "brokerId", "brokerRole", "listenPort", "autoCreateTopicEnable", "autoCreateSubscriptionGroup",
        "storePathRootDir", "flushDiskType", "flushIntervalCommitLog", "fileReservedTime", "diskMaxUsedSpaceRatio", "deleteWhen", "maxMessageSize");

    /// <summary>A producer's or another client's.</summary>
    public static RoleProfile Client { get; } = new(
        HostRole.Client, m => m.Producer, Settings.RocketMqKeys.Client, ["addressing", "queueSelection", "tracing"],
        "namesrvAddr", "producerGroup", "instanceName");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RoleProfile> All { get; } = [NameServer, Broker, Client];

    /// <summary>The role.</summary>
    public HostRole Role { get; }

    /// <summary>The manifest's section with the role's settings.</summary>
    public Func<OperatorManifest, IReadOnlyList<KeyValuePair<string, string>>> Section { get; }

    /// <summary>Keys that are accepted even when they have no effect.</summary>
    public IReadOnlySet<string> RocketMqKeys { get; }

    /// <summary>The manifest's keys that say what the role uses.</summary>
    public IReadOnlyList<string> ManifestKeys { get; }

    /// <summary>What <c>-m</c> prints.</summary>
    public IReadOnlyList<string> ImportantKeys { get; }

    /// <summary>The extensions that a manifest selects for the role, in the manifest's order.</summary>
    public IEnumerable<Selection> Select(OperatorManifest manifest)
    {
        yield return new Selection(PluginKinds.Transport, manifest.Transport, "transport");
        foreach (var name in manifest.Transports.Where(n => n != manifest.Transport)) yield return new Selection(PluginKinds.Transport, name, "transports");
        foreach (var name in manifest.RpcHooks) yield return new Selection(PluginKinds.RpcHook, name, "rpcHooks");
        if (Role == HostRole.NameServer) yield break;
        yield return new Selection(PluginKinds.Addressing, manifest.Addressing, "addressing");
        if (Role == HostRole.Broker)
        {
            yield return new Selection(PluginKinds.Storage, manifest.Storage, "storage");
            foreach (var name in manifest.StoreDecorators) yield return new Selection(PluginKinds.StoreDecorator, name, "storeDecorators");
            yield break;
        }

        yield return new Selection(PluginKinds.QueueSelection, manifest.QueueSelection, "queueSelection");
        if (manifest.Tracing != OperatorManifest.None) yield return new Selection(PluginKinds.Tracing, manifest.Tracing, "tracing");
    }
}
