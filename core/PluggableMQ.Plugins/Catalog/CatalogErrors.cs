using System.Text;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Errors that say which plugin was wanted, where it was looked for, what is there, and what to do.</summary>
internal sealed class CatalogErrors(PluginCatalogOptions options, IReadOnlyList<PluginEntry> entries)
{
    /// <summary>Nothing of a kind can be used by that name.</summary>
    public PluginNotFoundException NotFound(PluginKind kind, string name)
    {
        var known = entries.Where(e => e.IsUsable).SelectMany(e => e.Provides).Where(p => p.Kind == kind.Name).Select(p => p.Name).Distinct().ToList();
        var expected = options.KnownPlugins.GetValueOrDefault(new ProvidedExtension(kind.Name, name));
        var text = new StringBuilder();
        if (expected is null) text.Append($"No plugin provides {kind} '{name}'; {Nearest.Hint(name, known)}");
        else text.Append($"{kind} '{name}' is in use and comes from plugin {expected}, which is not there. Put its folder back, or use another {kind}: {List(known)}.");
        return new PluginNotFoundException(text.Append(Surroundings()).ToString(), kind.Name, name, expected);
    }

    /// <summary>The plugin that provides it is there and cannot be used.</summary>
    public static PluginNotFoundException NotUsable(PluginKind kind, string name, PluginEntry entry)
        => new($"{kind} '{name}' is in use and comes from plugin {entry} in {entry.Directory}, which cannot be used. {entry.Explain()}", kind.Name, name, entry.Id);

    /// <summary>The plugin that provides it is for other hosts.</summary>
    public static PluginNotFoundException WrongRole(PluginKind kind, PluginEntry entry, HostRole role)
    {
        var name = entry.Provides.First(p => p.Kind == kind.Name).Name;
        return new PluginNotFoundException(
            $"{kind} '{name}' comes from plugin {entry}, which is for {entry.Manifest!.Roles}, not for {role} ('roles' in its {PluginManifest.FileName}).", kind.Name, name, entry.Id);
    }

    /// <summary>More than one plugin provides it.</summary>
    public static PluginNotFoundException Ambiguous(PluginKind kind, string? name, IEnumerable<PluginEntry> candidates)
    {
        var list = string.Join(" and ", candidates.Select(e => $"{e} in {e.Directory} ({List(e.Provides.Where(p => p.Kind == kind.Name).Select(p => p.Name))})"));
        var remedy = name is null ? $"Name the {kind} to use in the manifest." : "List all but one of them under 'disabled' in the manifest.";
        return new PluginNotFoundException($"{kind}{(name is null ? "" : $" '{name}'")} is provided by {list}. {remedy}", kind.Name, name);
    }

    /// <summary>Nothing of a kind is there at all.</summary>
    public PluginNotFoundException NoneOfKind(PluginKind kind) => new($"No plugin provides a {kind}.{Surroundings()}", kind.Name, null);

    private string Surroundings()
    {
        var text = new StringBuilder();
        text.AppendLine().Append("Looked in: ").Append(List(options.Directories.Select(d => Directory.Exists(d) ? d : $"{d} (does not exist)")));
        text.AppendLine().Append("There: ");
        if (entries.Count == 0) return text.Append("no plugin.").ToString();
        foreach (var entry in entries)
        {
            text.AppendLine().Append("  ").Append(entry);
            if (entry.Provides.Count > 0) text.Append(" (").Append(List(entry.Provides.Select(p => p.ToString()))).Append(')');
            if (!entry.IsUsable) text.Append(": ").Append(entry.Explain());
        }

        return text.ToString();
    }

    private static string List(IEnumerable<string> items)
    {
        var text = string.Join(", ", items);
        return text.Length == 0 ? "none" : text;
    }
}
