using System.Diagnostics.CodeAnalysis;
using PluggableMQ.Plugins.Compatibility;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>All about one plugin: what <c>/plugins/ID</c> and <c>pmq plugins show ID --json</c> say.</summary>
public sealed record PluginDetails : PluginSummary
{
    /// <summary>Makes one from its properties, as a JSON reader does.</summary>
    public PluginDetails()
    {
    }

    /// <summary>Begins with what the list says; the properties that this type adds are set by the caller.</summary>
    [SetsRequiredMembers]
    internal PluginDetails(PluginSummary summary) : base(summary)
    {
        Description = "";
        HostSpi = "";
        Roles = [];
        Requires = [];
        PhaseMs = new Dictionary<string, double>();
        Options = [];
        Assemblies = [];
    }

    /// <summary>The name for people.</summary>
    public required string? DisplayName { get; init; }

    /// <summary>What it does; empty when its author did not say.</summary>
    public required string Description { get; init; }

    /// <summary>The SPI version of the host that looked.</summary>
    public required string HostSpi { get; init; }

    /// <summary>What went wrong last: its own failure, that of the last exchange, or that of something in use; null when nothing did.</summary>
    public required string? LastError { get; init; }

    /// <summary>The hosts that it works in.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The plugins that it needs.</summary>
    public required IReadOnlyList<RequirementReport> Requires { get; init; }

    /// <summary>Whether its author allows to unload it.</summary>
    public required bool Unloadable { get; init; }

    /// <summary>The file of its entry assembly, in its folder; null when the manifest could not be read.</summary>
    public required string? EntryAssembly { get; init; }

    /// <summary>The class that is its entry point; null when the manifest could not be read.</summary>
    public required string? EntryType { get; init; }

    /// <summary>The copy that its code was loaded from; null when it is not loaded.</summary>
    public required string? LoadedFrom { get; init; }

    /// <summary>How long each phase took, in milliseconds, those that ran.</summary>
    public required IReadOnlyDictionary<string, double> PhaseMs { get; init; }

    /// <summary>Its options, those given and those with a default.</summary>
    public required IReadOnlyList<OptionReport> Options { get; init; }

    /// <summary>The assemblies that it references or carries.</summary>
    public required IReadOnlyList<PluginAssembly> Assemblies { get; init; }
}

/// <summary>A plugin that another one needs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The versions that fit; null for any.</param>
/// <param name="Found">The version that is there and can be used; null when none is.</param>
public sealed record RequirementReport(string Id, string? Version, string? Found);

/// <summary>One option of a plugin.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value in force, as text or JSON; secrets in it are replaced by asterisks; null when there is none.</param>
/// <param name="Source">Where the value comes from: a file, <c>command line</c>, or <c>default</c>.</param>
/// <param name="Default">The default, in the same form; null when there is none.</param>
/// <param name="IsSecret">Whether the whole option is a secret.</param>
/// <param name="Description">What it is for; empty when its author did not say.</param>
public sealed record OptionReport(string Name, string? Value, string Source, string? Default, bool IsSecret, string Description);
