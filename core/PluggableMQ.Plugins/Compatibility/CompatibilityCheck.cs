using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>Phase 3: tells from metadata alone whether a plugin fits this host. Runs none of its code.</summary>
internal sealed class CompatibilityCheck(SharedContracts shared, HostAssemblies host)
{
    private const string SpiAssembly = "PluggableMQ.Abstractions";

    /// <summary>Checks one plugin.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="directory">Its folder.</param>
    /// <param name="required">The entry assemblies' simple names of the plugins that it requires; they are shared with it.</param>
    public CompatibilityReport Check(PluginManifest manifest, string directory, IReadOnlyCollection<string> required)
    {
        var report = new CompatibilityReport();
        CheckSpi(manifest, report);
        var entry = AssemblyFacts.TryRead(Path.Combine(directory, manifest.EntryAssembly), withTypes: true);
        if (entry is null)
        {
            report.Faults.Add($"{manifest.EntryAssembly} is not a .NET assembly.");
            return report;
        }

        if (!entry.TypeNames.Contains(manifest.EntryType))
            report.Faults.Add($"{manifest.EntryAssembly} has no type '{manifest.EntryType}' (entryType in {PluginManifest.FileName}); {HintType(manifest.EntryType, entry.TypeNames)}");
        if (FrameworkName.Explain(entry.TargetFramework, Environment.Version) is { } misfit) report.Misfits.Add($"{manifest.EntryAssembly} {misfit}");
        var carried = ReadCarried(directory, manifest.EntryAssembly, report);
        CheckReferences(entry, isEntry: true, carried, required, report);
        foreach (var facts in Reachable(entry, carried)) CheckReferences(facts, isEntry: false, carried, required, report);
        return report;
    }

    private static string HintType(string name, IReadOnlyList<string> types)
        => Nearest.Find(name, types) is { } nearest ? $"did you mean '{nearest}'?" : "name the class that implements IPlugin, with its namespace.";

    /// <summary>Checks the SPI range alone, which is all that matters for a plugin that was compiled in.</summary>
    public void CheckSpi(PluginManifest manifest, CompatibilityReport report)
    {
        var version = shared.VersionOf(SpiAssembly)!;
        if (!manifest.Spi.Contains(version))
            report.Misfits.Add($"needs SPI {manifest.Spi}, this host has {version.ToString(3)} ({SpiAssembly}).");
    }

    // The managed assemblies beside the entry, without those that the host supplies.
    private Dictionary<string, AssemblyFacts> ReadCarried(string directory, string entryAssembly, CompatibilityReport report)
    {
        var carried = new Dictionary<string, AssemblyFacts>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Directory.EnumerateFiles(directory, "*.dll").Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(file) == entryAssembly || AssemblyFacts.TryRead(file) is not { } facts) continue;
            if (!shared.Contains(facts.Name)) carried[facts.Name] = facts;
            else report.Notes.Add($"carries its own copy of {facts.Name} {facts.Version}, which is ignored: the host's {shared.VersionOf(facts.Name)} is used.");
        }

        return carried;
    }

    private static IEnumerable<AssemblyFacts> Reachable(AssemblyFacts entry, Dictionary<string, AssemblyFacts> carried)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<AssemblyFacts>([entry]);
        while (pending.TryDequeue(out var next))
        {
            foreach (var reference in next.References)
            {
                if (!carried.TryGetValue(reference.Name, out var facts) || !seen.Add(reference.Name)) continue;
                pending.Enqueue(facts);
                yield return facts;
            }
        }
    }

    private void CheckReferences(
        AssemblyFacts facts, bool isEntry, Dictionary<string, AssemblyFacts> carried, IReadOnlyCollection<string> required, CompatibilityReport report)
    {
        foreach (var reference in facts.References)
        {
            if (shared.Contains(reference.Name))
            {
                var version = shared.VersionOf(reference.Name);
                if (version is not null && reference.Version > version)
                    report.Misfits.Add($"{facts.Name} was built against {reference.Name} {reference.Version}, this host has {version}.");
            }
            else if (!carried.ContainsKey(reference.Name) && !required.Contains(reference.Name))
            {
                ReportAbsent(facts, reference, isEntry, report);
            }
        }
    }

    // A library may name assemblies that it only needs elsewhere; the entry assembly names what it needs here.
    private void ReportAbsent(AssemblyFacts facts, AssemblyReferenceFacts reference, bool isEntry, CompatibilityReport report)
    {
        var remedy = reference.Name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            ? "it is part of Microsoft.AspNetCore.App, which this host does not run on."
            : host.Contains(reference.Name)
                ? "the host has one for itself, which is not shared; ship it with the plugin."
                : "ship it with the plugin.";
        var text = $"{facts.Name} needs {reference.Name} {reference.Version}, which is neither in the plugin's folder nor shared by the host: {remedy}";
        (isEntry ? report.Misfits : report.Notes).Add(text);
    }
}
