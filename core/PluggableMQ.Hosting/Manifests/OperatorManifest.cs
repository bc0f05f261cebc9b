using System.Text.Json.Nodes;

namespace PluggableMQ.Hosting.Manifests;

/// <summary><c>pluggablemq.json</c>: which plugins an operator uses, and with which settings.</summary>
public sealed class OperatorManifest
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "pluggablemq.json";

    /// <summary>The name in <see cref="Tracing"/> that switches tracing off.</summary>
    public const string None = "none";

    /// <summary>Where it was read from: a path, or <c>default</c> for the one that is built in.</summary>
    public required string Source { get; init; }

    /// <summary>Where the keys come from that are given: the file, or a setting that overrides it. The others have their defaults.</summary>
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    /// <summary>Folders whose direct children are plugins, as absolute paths.</summary>
    public required IReadOnlyList<string> PluginDirectories { get; init; }

    /// <summary>The transport of addresses that name no scheme.</summary>
    public required string Transport { get; init; }

    /// <summary>Further transports.</summary>
    public required IReadOnlyList<string> Transports { get; init; }

    /// <summary>Which queue a producer sends the next message to.</summary>
    public required string QueueSelection { get; init; }

    /// <summary>Where the addresses of the NameServers come from.</summary>
    public required string Addressing { get; init; }

    /// <summary>Where the broker keeps messages.</summary>
    public required string Storage { get; init; }

    /// <summary>Where trace records go; <see cref="None"/> for nowhere.</summary>
    public required string Tracing { get; init; }

    /// <summary>What runs around each request, outermost first.</summary>
    public required IReadOnlyList<string> RpcHooks { get; init; }

    /// <summary>What the file says about the hooks of <see cref="RpcHooks"/>, in the same order.</summary>
    public required IReadOnlyList<RpcHookSetting> RpcHookSettings { get; init; }

    /// <summary>What wraps the store, outermost first.</summary>
    public required IReadOnlyList<string> StoreDecorators { get; init; }

    /// <summary>Ids of plugins that must not be used.</summary>
    public required IReadOnlyList<string> Disabled { get; init; }

    /// <summary>Whether plugins are exchanged while the host runs.</summary>
    public required bool HotSwap { get; init; }

    /// <summary>Options of plugins, by plugin id.</summary>
    public required IReadOnlyDictionary<string, JsonObject> Options { get; init; }

    /// <summary>Settings of the NameServer, in the file's order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> NameServer { get; init; }

    /// <summary>Settings of the broker, in the file's order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Broker { get; init; }

    /// <summary>Settings of producers and other clients, in the file's order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Producer { get; init; }

    /// <summary>Where a key's value comes from.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The file, what overrides it, or <c>default</c>.</returns>
    public string SourceOf(string key) => Sources.GetValueOrDefault(key, OperatorManifestReader.DefaultSource);

    /// <summary>The keys in which another manifest differs that are read at the start only.</summary>
    internal IEnumerable<string> DiffersForGood(OperatorManifest other)
    {
        if (!PluginDirectories.SequenceEqual(other.PluginDirectories)) yield return "pluginDirectories";
        if (Transport != other.Transport) yield return "transport";
        if (!Transports.SequenceEqual(other.Transports)) yield return "transports";
        if (Storage != other.Storage) yield return "storage";
        if (!StoreDecorators.SequenceEqual(other.StoreDecorators)) yield return "storeDecorators";
        if (HotSwap != other.HotSwap) yield return "hotSwap";
        if (!NameServer.SequenceEqual(other.NameServer)) yield return "nameServer";
        if (!Broker.SequenceEqual(other.Broker)) yield return "broker";
        if (!Producer.SequenceEqual(other.Producer)) yield return "producer";
    }
}
