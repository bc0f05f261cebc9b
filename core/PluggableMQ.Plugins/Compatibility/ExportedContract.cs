using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>An assembly that a plugin shares with those that require it: its entry assembly, or one of its <c>contracts</c>.</summary>
/// <param name="Owner">The plugin that has it; its assemblies are the host's when it was compiled in.</param>
/// <param name="Name">The simple name.</param>
/// <param name="Version">Its version, or null when the file is no .NET assembly.</param>
internal sealed record ExportedContract(PluginEntry Owner, string Name, Version? Version)
{
    /// <summary>What a plugin that requires others gets from them, and from those that they require. The nearest wins.</summary>
    public static IReadOnlyDictionary<string, ExportedContract> Collect(PluginEntry entry, IReadOnlyList<PluginEntry> entries)
    {
        var contracts = new Dictionary<string, ExportedContract>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<PluginEntry> { entry };
        var pending = new Queue<PluginEntry>([entry]);
        while (pending.TryDequeue(out var next))
        {
            foreach (var requirement in next.Manifest?.Requires ?? [])
            {
                var required = entries.FirstOrDefault(e => e.Id == requirement.Id && e.IsUsable) ?? entries.FirstOrDefault(e => e.Id == requirement.Id);
                if (required is null || !seen.Add(required)) continue;
                pending.Enqueue(required);
                foreach (var contract in Of(required)) contracts.TryAdd(contract.Name, contract);
            }
        }

        return contracts;
    }

    /// <summary>The contracts of one plugin, its entry assembly first.</summary>
    public static IEnumerable<ExportedContract> Of(PluginEntry entry)
    {
        IEnumerable<string> files = entry.Manifest?.Contracts ?? [];
        if (entry.CompiledIn is { } compiledIn)
        {
            var assembly = compiledIn.Plugin.GetType().Assembly.GetName();
            yield return new ExportedContract(entry, assembly.Name!, assembly.Version);
        }
        else if (entry.Manifest is { } manifest)
        {
            files = files.Prepend(manifest.EntryAssembly);
        }

        foreach (var file in files)
        {
            var path = Path.Combine(entry.Directory, file);
            yield return new ExportedContract(entry, Path.GetFileNameWithoutExtension(file), File.Exists(path) ? AssemblyFacts.TryRead(path)?.Version : null);
        }
    }
}
