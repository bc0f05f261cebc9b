using PluggableMQ.Hosting.Composition;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>What the list shows of one plugin.</summary>
internal sealed record PluginRow(
    string Id, string? Version, string? Spi, PluginStatus Status, PluginPhase? FailedIn, string? Reason, IReadOnlyList<string> Provides, IReadOnlyList<string> InUse, IReadOnlyList<string> Notes, string Path)
{
    /// <summary>The plugins of a host; in use is what its manifest selects.</summary>
    public static IReadOnlyList<PluginRow> Read(PluginHost host)
    {
        var selected = host.GetSelectedExtensions();
        return
        [
            .. host.Catalog.Entries.Select(e => new PluginRow(
                e.Id, e.Version?.ToString(), e.Manifest?.Spi.ToString(), e.Status, e.FailedIn, e.Reason,
                [.. e.Provides.Select(p => p.ToString())],
                [.. e.Provides.Where(p => e.Status is PluginStatus.Discovered or PluginStatus.Ready or PluginStatus.Active && selected.Contains(p)).Select(p => p.ToString())],
                e.Notes, e.Directory)),
        ];
    }
}
