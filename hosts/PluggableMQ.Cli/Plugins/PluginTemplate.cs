using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>A template of <c>dotnet new</c> for plugins of a kind.</summary>
/// <param name="Kind">The kind's name in manifests.</param>
/// <param name="ShortName">The template's short name.</param>
internal sealed record PluginTemplate(string Kind, string ShortName)
{
    private const string Prefix = "pmq-";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PluginTemplate> All { get; } =
    [
        new(PluginKinds.RpcHook.Name, "pmq-rpchook"),
        new(PluginKinds.QueueSelection.Name, "pmq-selection"),
        new(PluginKinds.Transport.Name, "pmq-transport"),
        new(PluginKinds.Storage.Name, "pmq-storage"),
        new(PluginKinds.StoreDecorator.Name, "pmq-storedecorator"),
        new(PluginKinds.Addressing.Name, "pmq-addressing"),
        new(PluginKinds.Tracing.Name, "pmq-trace"),
    ];

    /// <summary>The template of a kind, by the kind's name or the template's, with or without <c>pmq-</c>, in any case.</summary>
    /// <exception cref="HostConfigurationException">There is none.</exception>
    public static PluginTemplate Find(string kind)
    {
        bool Is(string name) => string.Equals(name, kind, StringComparison.OrdinalIgnoreCase);
        return All.FirstOrDefault(t => Is(t.Kind) || Is(t.ShortName) || Is(t.ShortName[Prefix.Length..]))
            ?? throw new HostConfigurationException($"There is no template for '{kind}'. Kinds: {string.Join(", ", All.Select(t => $"{t.Kind} ({t.ShortName})"))}.");
    }
}
