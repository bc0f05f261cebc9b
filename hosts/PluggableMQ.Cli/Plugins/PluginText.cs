using System.Globalization;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosts.Cli.Text;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>What list and sheet say in the same words.</summary>
internal static class PluginText
{
    /// <summary>What it provides, by kind; a star marks what is in use.</summary>
    public static string Provides(PluginSummary plugin) => string.Join("; ", plugin.Provides
        .Select(p => (Text: p, Mark: p.IndexOf(' ', StringComparison.Ordinal)))
        .GroupBy(p => p.Text[..p.Mark])
        .Select(kind => $"{kind.Key} {string.Join(", ", kind.Select(p => p.Text[(p.Mark + 1)..] + (plugin.InUse.Contains(p.Text) ? $"{TextWrap.HardBlank}*" : "")))}"));

    /// <summary>Why it stands as it does, with the phase that failed; null when all is well.</summary>
    public static string? Reason(PluginSummary plugin) => plugin.FailedIn is { } phase ? $"{phase}: {plugin.Reason}" : plugin.Reason;

    /// <summary>An extension in use that is watched over.</summary>
    public static string Health(PluginHealth item)
    {
        var counters = string.Join(", ", item.Counters.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value}")));
        return $"{item.Role}: {item.Kind} {item.Name} is {item.State}{(item.Reason is null ? "" : $": {item.Reason}")}{(counters.Length == 0 ? "" : $" ({counters})")}";
    }

    /// <summary>A generation that was replaced.</summary>
    public static string Retired(RetiredGeneration old)
        => string.Create(CultureInfo.InvariantCulture, $"generation {old.Generation}{(old.Version is null ? "" : $" ({old.Version})")} is {old.Status} for {old.AgeSeconds:0} s{(old.Holders.Count == 0 ? "" : $", held by: {string.Join(", ", old.Holders)}")}");

    /// <summary>An exchange while the host ran.</summary>
    public static string Reload(ReloadReport reload)
        => string.Create(CultureInfo.InvariantCulture, $"{reload.At:yyyy-MM-dd HH:mm:ss}Z {reload.Outcome}{(reload.Reason is null ? "" : $": {reload.Reason}")}");
}
