using System.Globalization;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosts.Cli.Text;
using PluggableMQ.Plugins.Compatibility;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>Writes all about one plugin for people, within 100 columns.</summary>
internal sealed class PluginSheet(TextWriter output, PluginDetails plugin)
{
    private const int LabelWidth = 13;

    public void Write()
    {
        output.WriteLine(plugin.Version is null ? plugin.Id : $"{plugin.Id} {plugin.Version}");
        var about = plugin.DisplayName is null || plugin.DisplayName == plugin.Id ? plugin.Description : plugin.Description.Length == 0 ? plugin.DisplayName : $"{plugin.DisplayName}: {plugin.Description}";
        if (about.Length > 0) TextWrap.Write(output, 0, about);
        output.WriteLine();
        WriteFacts();
        WriteOptions();
        WriteAssemblies();
    }

    private void WriteFacts()
    {
        Field("status", plugin.Status.ToString());
        if (PluginText.Reason(plugin) is { } reason) Field("reason", reason);
        if (plugin.LastError is { } error && error != plugin.Reason) Field("last error", error);
        if (plugin.Provides.Count > 0) Field("provides", string.Join(", ", plugin.Provides));
        if (plugin.Provides.Count > 0) Field("in use", plugin.InUse.Count > 0 ? string.Join(", ", plugin.InUse) : "nothing");
        if (plugin.Roles.Count > 0) Field("roles", string.Join(", ", plugin.Roles));
        if (plugin.Spi is not null) Field("SPI", $"{plugin.Spi}; this host has {plugin.HostSpi}");
        if (plugin.Requires.Count > 0) Field("requires", string.Join(", ", plugin.Requires.Select(Describe)));
        if (plugin.EntryType is not null) Field("entry", $"{plugin.EntryType} in {plugin.EntryAssembly}");
        if (plugin.EntryType is not null) Field("unloadable", plugin.Unloadable ? "yes" : "no");
        Field("path", plugin.Path);
        if (plugin.LoadedFrom is not null) Field("loaded from", plugin.LoadedFrom);
        if (plugin.Generation is { } generation) Field("generation", generation.ToString(CultureInfo.InvariantCulture));
        if (plugin.LastReload is { } reload) Field("last reload", PluginText.Reload(reload));
        foreach (var old in plugin.Retired) Field("retired", PluginText.Retired(old));
        foreach (var item in plugin.Health) Field("health", PluginText.Health(item));
        foreach (var note in plugin.Notes) Field("note", note);
        if (plugin.PhaseMs.Count > 0) Field("phases", string.Join(", ", plugin.PhaseMs.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}{TextWrap.HardBlank}{p.Value:0.0}{TextWrap.HardBlank}ms"))));
    }

    private void WriteOptions()
    {
        if (plugin.Options.Count == 0) return;
        output.WriteLine();
        var table = new TextTable(0, "OPTION", "VALUE", "DEFAULT", "SOURCE");
        // A long value would push the other columns out: it is shown below its row.
        foreach (var option in plugin.Options)
        {
            var isLong = (option.Value?.Length ?? 0) > 30;
            table.Add(
                [option.Name, isLong ? "(below)" : Text(option.Value), option.Default is { Length: > 20 } ? "..." : Text(option.Default), option.Value is null ? "" : option.Source],
                isLong ? [option.Value!] : []);
        }

        table.Write(output);
    }

    private void WriteAssemblies()
    {
        if (plugin.Assemblies.Count == 0) return;
        output.WriteLine();
        var table = new TextTable(0, "ASSEMBLY", "REQUESTED", "USED", "FROM");
        foreach (var assembly in plugin.Assemblies.Where(a => a.Origin != AssemblyOrigin.Framework || a.Note is not null))
            table.Add([assembly.Name, assembly.Requested.Count == 0 ? "-" : string.Join(", ", assembly.Requested), assembly.Used ?? "-", Describe(assembly)]);
        table.Write(output);
        // Dozens, all of one version: one line for each would hide the rest.
        foreach (var group in plugin.Assemblies.Where(a => a.Origin == AssemblyOrigin.Framework && a.Note is null).GroupBy(a => a.Used))
            TextWrap.Write(output, 0, $"and of the framework, {group.Key}: {string.Join(", ", group.Select(a => a.Name))}");
    }

    private static string Describe(AssemblyOrigin origin) => origin switch
    {
        AssemblyOrigin.Plugin => "its folder",
        AssemblyOrigin.Host => "host, shared",
        AssemblyOrigin.Framework => "framework",
        AssemblyOrigin.OtherPlugin => "other plugin",
        _ => "missing",
    };

    private static string Describe(PluginAssembly assembly)
        => Describe(assembly.Origin) + (assembly.IsLoaded switch { true => ", loaded", false => ", not loaded", null => "" }) + (assembly.Note is null ? "" : $": {assembly.Note}");

    private static string Describe(RequirementReport requirement)
        => $"{requirement.Id}{(requirement.Version is null ? "" : $" {requirement.Version}")} ({(requirement.Found is null ? "none that can be used is there" : $"{requirement.Found} is there")})";

    private static string Text(string? value) => value is null ? "-" : value.Length == 0 ? "\"\"" : value;

    private void Field(string label, string text) => TextWrap.Write(output, label, LabelWidth, text);
}
