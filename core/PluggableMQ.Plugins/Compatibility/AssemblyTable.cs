using System.Reflection;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>Tells which assemblies a plugin asks for and which it gets, from metadata; of a loaded plugin also what it has loaded. Runs none of its code.</summary>
internal sealed class AssemblyTable
{
    private readonly HostAssemblies _host;
    private readonly SharedContracts _shared;

    private AssemblyTable(HostAssemblies host, SharedContracts shared)
    {
        _host = host;
        _shared = shared;
    }

    /// <summary>Makes one for this process.</summary>
    /// <param name="contracts">The assemblies that hold contracts.</param>
    public static AssemblyTable Create(IEnumerable<Assembly> contracts)
    {
        var host = new HostAssemblies();
        return new AssemblyTable(host, SharedContracts.Compute(contracts, host));
    }

    /// <summary>The table of a plugin: its own assemblies first, the entry assembly foremost, then the others by origin and name.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="entries">All plugins, for those that it requires.</param>
    /// <returns>The rows, and the folder that its code was loaded from (null when it is not loaded, or compiled in).</returns>
    public (IReadOnlyList<PluginAssembly> Rows, string? LoadedFrom) Read(PluginEntry entry, IReadOnlyList<PluginEntry> entries)
    {
        var exported = ExportedContract.Collect(entry, entries);
        var loaded = ReadLoaded(entry);
        var carried = ReadCarried(entry);
        var requests = new Dictionary<string, List<(AssemblyFacts By, Version Version)>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (facts, _) in carried.Values.Where(c => entry.IsCompiledIn || !_shared.Contains(c.Facts.Name)))
        {
            foreach (var reference in facts.References)
            {
                if (!requests.TryGetValue(reference.Name, out var list)) requests[reference.Name] = list = [];
                list.Add((facts, reference.Version));
            }
        }

        var names = carried.Keys.Concat(requests.Keys).Distinct(StringComparer.OrdinalIgnoreCase);
        var rows = names.Select(name => Row(name, entry, exported, carried, requests.GetValueOrDefault(name) ?? [], loaded)).ToList();
        var entryName = Path.GetFileNameWithoutExtension(entry.Manifest?.EntryAssembly);
        var from = entryName is not null && loaded is not null && loaded.TryGetValue(entryName, out var assembly) ? Path.GetDirectoryName(assembly.Location) : null;
        return ([.. rows.OrderBy(r => r.Name != entryName).ThenBy(r => r.Origin).ThenBy(r => r.Name, StringComparer.Ordinal)], from);
    }

    private static Dictionary<string, Assembly>? ReadLoaded(PluginEntry entry)
    {
        if (entry.Generation?.Context is not { } context) return null;
        var loaded = new Dictionary<string, Assembly>(StringComparer.OrdinalIgnoreCase);
        // Satellites of several cultures have one name; an assembly made at run time has no file.
        foreach (var assembly in context.Assemblies.Where(a => !a.IsDynamic)) loaded.TryAdd(assembly.GetName().Name!, assembly);
        return loaded;
    }

    private static Dictionary<string, (AssemblyFacts Facts, string File)> ReadCarried(PluginEntry entry)
    {
        // Compiled in, it has no folder of its own: the application's is all that it and the host have.
        IEnumerable<string> files = entry.CompiledIn is { } compiledIn ? [compiledIn.Plugin.GetType().Assembly.Location]
            : Directory.Exists(entry.Directory) ? Directory.EnumerateFiles(entry.Directory, "*.dll")
            : [];
        var carried = new Dictionary<string, (AssemblyFacts, string)>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files.Where(File.Exists))
        {
            if (TryRead(file) is { } facts) carried[facts.Name] = (facts, file);
        }

        return carried;
    }

    // The folder may change at any moment; what cannot be read is left out rather than that nothing is shown.
    private static AssemblyFacts? TryRead(string file)
    {
        try
        {
            return AssemblyFacts.TryRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private PluginAssembly Row(
        string name, PluginEntry entry, IReadOnlyDictionary<string, ExportedContract> exported, Dictionary<string, (AssemblyFacts Facts, string File)> carried,
        List<(AssemblyFacts By, Version Version)> requests, Dictionary<string, Assembly>? loaded)
    {
        var (origin, used, file, note) = Locate(name, entry, exported, carried);
        var running = origin == AssemblyOrigin.Plugin ? loaded?.GetValueOrDefault(name) : null;
        return new PluginAssembly(
            carried.TryGetValue(name, out var own) ? own.Facts.Name : name,
            [.. requests.Select(r => r.Version).Distinct().Order().Select(v => v.ToString())],
            [.. requests.Select(r => r.By.Name).Distinct().Order(StringComparer.Ordinal)],
            (running?.GetName().Version ?? used)?.ToString(), origin, running is { Location.Length: > 0 } ? running.Location : file,
            origin == AssemblyOrigin.Plugin && loaded is not null ? running is not null : null, note);
    }

    private (AssemblyOrigin Origin, Version? Used, string? File, string? Note) Locate(
        string name, PluginEntry entry, IReadOnlyDictionary<string, ExportedContract> exported, Dictionary<string, (AssemblyFacts Facts, string File)> carried)
    {
        var isCarried = carried.TryGetValue(name, out var own);
        if (!entry.IsCompiledIn && _shared.Contains(name))
        {
            var note = isCarried ? $"the copy {own.Facts.Version} in the plugin's folder is ignored" : null;
            return (_shared.IsContract(name) ? AssemblyOrigin.Host : AssemblyOrigin.Framework, _shared.VersionOf(name), _host.FileOf(name), note);
        }

        if (exported.TryGetValue(name, out var contract))
            return (AssemblyOrigin.OtherPlugin, contract.Version, Path.Combine(contract.Owner.Directory, $"{contract.Name}.dll"), $"of {contract.Owner}{(isCarried ? $"; the copy {own.Facts.Version} in the plugin's folder is ignored" : "")}");

        if (isCarried) return (AssemblyOrigin.Plugin, own.Facts.Version, own.File, null);
        if (!entry.IsCompiledIn) return (AssemblyOrigin.Missing, null, null, _host.Contains(name) ? "the host has one for itself, which it does not share" : null);
        return (_host.IsFramework(name) ? AssemblyOrigin.Framework : _host.Contains(name) ? AssemblyOrigin.Host : AssemblyOrigin.Missing, _host.VersionOf(name), _host.FileOf(name), null);
    }
}
