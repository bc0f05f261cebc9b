using System.Runtime.InteropServices;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>Phase 3: tells from metadata alone whether a plugin fits this host. Runs none of its code.</summary>
internal sealed class CompatibilityCheck(SharedContracts shared, HostAssemblies host)
{
    /// <summary>The assembly that the <c>spi</c> range is about.</summary>
    internal const string SpiAssembly = "PluggableMQ.Abstractions";

    /// <summary>Checks one plugin.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="directory">Its folder.</param>
    /// <param name="required">What it gets from the plugins that it requires, by simple name.</param>
    public CompatibilityReport Check(PluginManifest manifest, string directory, IReadOnlyDictionary<string, ExportedContract> required)
    {
        var report = new CompatibilityReport();
        CheckSpi(manifest, report);
        var file = manifest.EntryAssembly;
        var entry = AssemblyFacts.TryRead(Path.Combine(directory, file), manifest.EntryType);
        if (entry is null)
        {
            report.Faults.Add(NoAssembly(file));
            return report;
        }

        if (entry.EntryTypeFault is { } wrong)
            report.Faults.Add(new PluginFault(PluginManifest.FileName, "entryType", $"names '{manifest.EntryType}' of {file}, which {wrong.Text}", wrong.Remedy));
        CheckName(entry, file, report);
        CheckTarget(entry, file, report);
        CheckVersions(manifest, entry, report);
        var depsFile = Path.ChangeExtension(file, ".deps.json");
        if (!File.Exists(Path.Combine(directory, depsFile)))
            report.Notes.Add(new PluginFault(depsFile, null, "is not there, so private dependencies are only found beside the assembly and under runtimes/<rid>/native", "ship the file that the build makes."));
        CheckContracts(manifest, directory, report);
        var carried = ReadCarried(directory, file, required, report);
        var references = new ReferenceCheck(shared, host, manifest, required, carried, report);
        references.Check(entry, file, isEntry: true);
        foreach (var (facts, name) in Reachable(entry, carried))
        {
            references.Check(facts, name, isEntry: false);
            if (AssemblyArchitecture.Explain(facts.Architecture, RuntimeInformation.ProcessArchitecture) is { } misfit)
                report.Notes.Add(new PluginFault(name, null, misfit, "ship the one for AnyCPU, or for this host."));
        }

        return report;
    }

    /// <summary>Checks the SPI range alone, which is all that matters for a plugin that was compiled in.</summary>
    public void CheckSpi(PluginManifest manifest, CompatibilityReport report)
    {
        var version = shared.VersionOf(SpiAssembly)!;
        if (manifest.Spi.Contains(version)) return;
        var remedy = manifest.Spi.Minimum > version ? "use a newer host, or a version of the plugin for this one." : "use a newer version of the plugin, or widen the range once it was tried with this host.";
        report.Misfits.Add(new PluginFault(PluginManifest.FileName, "spi", $"is {manifest.Spi}, this host has SPI {version.ToString(3)} ({SpiAssembly})", remedy));
    }

    private static PluginFault NoAssembly(string file) => new(file, null, "is not a .NET assembly", "copy it again, or name the assembly that the build made.");

    // Names are bound by file name; an assembly that was renamed would be looked for in vain.
    private static void CheckName(AssemblyFacts facts, string file, CompatibilityReport report)
    {
        if (!string.Equals(facts.Name, Path.GetFileNameWithoutExtension(file), StringComparison.OrdinalIgnoreCase))
            report.Faults.Add(new PluginFault(file, null, $"holds the assembly {facts.Name}", $"call the file {facts.Name}.dll."));
    }

    private static void CheckTarget(AssemblyFacts facts, string file, CompatibilityReport report)
    {
        if (FrameworkName.Explain(facts.TargetFramework, Environment.Version) is { } framework)
            report.Misfits.Add(new PluginFault(file, null, framework, $"build it for net{Environment.Version.ToString(2)} or lower."));
        if (AssemblyArchitecture.Explain(facts.Architecture, RuntimeInformation.ProcessArchitecture) is { } architecture)
            report.Misfits.Add(new PluginFault(file, null, architecture, "build it for AnyCPU."));
    }

    // What a manifest says of versions is copied from project to project, and nothing else compares it with the build.
    private static void CheckVersions(PluginManifest manifest, AssemblyFacts entry, CompatibilityReport report)
    {
        var (file, spi) = (manifest.EntryAssembly, manifest.Spi);
        if (entry.References.FirstOrDefault(r => r.Name == SpiAssembly)?.Version is { } built && (spi.Minimum is null || spi.Minimum < built))
        {
            var honest = spi with { Minimum = built, IncludesMinimum = true };
            report.Notes.Add(new PluginFault(
                PluginManifest.FileName, "spi",
                $"is {spi}, but {file} was built against {SpiAssembly} {built.ToString(3)}, and a host with a lower one does not use it",
                $"write {honest}, or build it against the lowest of the range."));
        }

        var version = entry.ProductVersion.ToString(3);
        if (manifest.Version.Number.ToString(3) != version)
        {
            report.Notes.Add(new PluginFault(
                PluginManifest.FileName, "version", $"is {manifest.Version}, but {file} is version {version}", "give both the same."));
        }
    }

    private void CheckContracts(PluginManifest manifest, string directory, CompatibilityReport report)
    {
        for (var i = 0; i < manifest.Contracts.Count; i++)
        {
            var file = manifest.Contracts[i];
            var facts = AssemblyFacts.TryRead(Path.Combine(directory, file));
            if (facts is null) report.Faults.Add(NoAssembly(file));
            else if (shared.Contains(facts.Name))
                report.Faults.Add(new PluginFault(PluginManifest.FileName, $"contracts[{i}]", $"names '{file}', which every plugin gets from the host", "take it out."));
            else CheckName(facts, file, report);
        }
    }

    // The managed assemblies beside the entry, without those that come from elsewhere.
    private Dictionary<string, CarriedAssembly> ReadCarried(
        string directory, string entryAssembly, IReadOnlyDictionary<string, ExportedContract> required, CompatibilityReport report)
    {
        var carried = new Dictionary<string, CarriedAssembly>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in Directory.EnumerateFiles(directory, "*.dll").Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(path);
            if (file == entryAssembly || AssemblyFacts.TryRead(path) is not { } facts) continue;
            if (shared.Contains(facts.Name))
                report.Notes.Add(new PluginFault(file, null, $"is an own copy of {facts.Name} {facts.Version}, which is ignored: the host's {shared.VersionOf(facts.Name)} is used", "leave it out."));
            else if (required.TryGetValue(facts.Name, out var contract))
                report.Notes.Add(new PluginFault(file, null, $"is an own copy of {facts.Name} {facts.Version}, which is ignored: {contract.Version} of plugin {contract.Owner} is used", "leave it out."));
            else carried[facts.Name] = new CarriedAssembly(facts, file);
        }

        return carried;
    }

    private static IEnumerable<CarriedAssembly> Reachable(AssemblyFacts entry, Dictionary<string, CarriedAssembly> carried)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<AssemblyFacts>([entry]);
        while (pending.TryDequeue(out var next))
        {
            foreach (var reference in next.References)
            {
                if (!carried.TryGetValue(reference.Name, out var found) || !seen.Add(reference.Name)) continue;
                pending.Enqueue(found.Facts);
                yield return found;
            }
        }
    }
}

/// <summary>A private assembly in a plugin's folder.</summary>
/// <param name="Facts">What its metadata says.</param>
/// <param name="File">Its file name.</param>
internal sealed record CarriedAssembly(AssemblyFacts Facts, string File);
