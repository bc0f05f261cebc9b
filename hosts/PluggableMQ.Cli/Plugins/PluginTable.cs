using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosts.Cli.Text;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>Writes the list for people: one line a plugin within 100 columns, what is long below it.</summary>
internal static class PluginTable
{
    public static void Write(TextWriter output, IReadOnlyList<PluginSummary> plugins, IReadOnlyList<string> places)
    {
        foreach (var place in places) output.WriteLine(place);
        if (plugins.Count == 0)
        {
            output.WriteLine("No plugin is there: a plugin is a folder with a plugin.json.");
            return;
        }

        // Where most lie goes without saying once it is said.
        var usual = plugins.GroupBy(p => Path.GetDirectoryName(p.Path)).MaxBy(g => g.Count())!.Key;
        if (usual is not null && !places.Contains(usual)) output.WriteLine($"Plugins lie in {usual}, unless another place is said.");
        output.WriteLine();
        var table = new TextTable(0, "ID", "VER", "SPI", "STATUS", "PROVIDES (* in use)");
        foreach (var plugin in plugins)
            table.Add([plugin.Id, plugin.Version ?? "-", plugin.Spi ?? "-", plugin.Status.ToString(), PluginText.Provides(plugin)], [.. Below(plugin, usual)]);
        table.Write(output);
    }

    private static IEnumerable<string> Below(PluginSummary plugin, string? usual)
    {
        if (PluginText.Reason(plugin) is { } reason) yield return reason;
        foreach (var item in plugin.Health.Where(h => h.State != PluginHealthState.Healthy)) yield return PluginText.Health(item);
        if (plugin.LastReload is { } reload) yield return $"last exchange {PluginText.Reload(reload)}";
        foreach (var old in plugin.Retired.Where(r => r.Status != PluginStatus.Unloaded)) yield return PluginText.Retired(old);
        foreach (var note in plugin.Notes) yield return note;
        if (Path.GetDirectoryName(plugin.Path) != usual || Path.GetFileName(plugin.Path) != plugin.Id) yield return plugin.Path;
    }
}
