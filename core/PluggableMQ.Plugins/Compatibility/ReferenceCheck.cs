using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>Finds for each reference of a plugin's assemblies where it comes from, and whether its version will do.</summary>
internal sealed class ReferenceCheck(
    SharedContracts shared, HostAssemblies host, PluginManifest manifest, IReadOnlyDictionary<string, ExportedContract> required,
    IReadOnlyDictionary<string, CarriedAssembly> carried, CompatibilityReport report)
{
    /// <summary>Checks what one assembly references.</summary>
    public void Check(AssemblyFacts facts, string file, bool isEntry)
    {
        foreach (var reference in facts.References)
        {
            if (shared.Contains(reference.Name)) CheckShared(reference, file);
            else if (required.TryGetValue(reference.Name, out var contract)) CheckRequired(reference, contract, file);
            else if (!carried.ContainsKey(reference.Name)) ReportAbsent(reference, file, isEntry);
        }
    }

    private void CheckShared(AssemblyReferenceFacts reference, string file)
    {
        var version = shared.VersionOf(reference.Name);
        if (version is null) return;
        if (reference.Version > version)
        {
            report.Misfits.Add(new PluginFault(
                file, null, $"was built against {reference.Name} {reference.Version}, this host has {version}",
                "build it against that version, or use a newer host."));
        }
        else if (MayHaveBroken(reference, version))
        {
            report.Misfits.Add(new PluginFault(
                file, null, $"was built against {reference.Name} {reference.Version}, this host has {version}, which need not have all that was in the former",
                "build it against that version."));
        }
    }

    // The SPI's range is in plugin.json. Our other shared assemblies go by semantic versioning: a major version may take something away,
    // and before 1.0 a minor one.
    private static bool MayHaveBroken(AssemblyReferenceFacts reference, Version host)
        => reference.Name.StartsWith("PluggableMQ.", StringComparison.Ordinal) && reference.Name != CompatibilityCheck.SpiAssembly
            && (reference.Version.Major != host.Major || (host.Major == 0 && reference.Version.Minor != host.Minor));

    private void CheckRequired(AssemblyReferenceFacts reference, ExportedContract contract, string file)
    {
        if (contract.Version is { } version && reference.Version > version)
        {
            report.Misfits.Add(new PluginFault(
                file, null, $"was built against {reference.Name} {reference.Version}, plugin {contract.Owner} has {version}", $"build it against that version, or use a newer {contract.Owner.Id}."));
        }

        // The runtime refuses such a reference when the first method that needs it is compiled.
        if (contract.Owner is { IsCompiledIn: false, Manifest.Unloadable: true } && !manifest.Unloadable)
        {
            report.Misfits.Add(new PluginFault(
                PluginManifest.FileName, "unloadable", $"is false, but {file} uses {reference.Name} of plugin {contract.Owner}, which is unloadable, and what stays cannot hold what goes",
                $"set it to true, or to false in {contract.Owner.Id}."));
        }
    }

    // A library may name assemblies that it only needs elsewhere; the entry assembly names what it needs here.
    private void ReportAbsent(AssemblyReferenceFacts reference, string file, bool isEntry)
    {
        var remedy = reference.Name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            ? "it is part of Microsoft.AspNetCore.App, which this host does not run on."
            : host.Contains(reference.Name)
                ? "the host has one for itself, which is not shared: ship it with the plugin."
                : "ship it with the plugin, or require the plugin that has it.";
        var fault = new PluginFault(file, null, $"needs {reference.Name} {reference.Version}, which is neither in the plugin's folder nor shared by the host or a required plugin", remedy);
        (isEntry ? report.Misfits : report.Notes).Add(fault);
    }
}
