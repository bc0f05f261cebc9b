using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Versions;

namespace PluggableMQ.Plugins.Manifests;

/// <summary><c>plugin.json</c>: what its author says about a plugin.</summary>
public sealed class PluginManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "plugin.json";

    /// <summary>The plugin's id, unique among all plugins; by custom the name of its assembly.</summary>
    public required string Id { get; init; }

    /// <summary>The plugin's version.</summary>
    public required PluginVersion Version { get; init; }

    /// <summary>A name for people; the id when the author gave none.</summary>
    public required string DisplayName { get; init; }

    /// <summary>One sentence on what it does; empty when the author gave none.</summary>
    public required string Description { get; init; }

    /// <summary>The file name of the assembly that holds the entry type, inside the plugin's folder.</summary>
    public required string EntryAssembly { get; init; }

    /// <summary>The full name of the class that implements <see cref="IPlugin"/>.</summary>
    public required string EntryType { get; init; }

    /// <summary>The versions of the SPI (of PluggableMQ.Abstractions) that it works with.</summary>
    public required VersionRange Spi { get; init; }

    /// <summary>The hosts that it works in.</summary>
    public required HostRole Roles { get; init; }

    /// <summary>What it provides; empty for a plugin that only has <see cref="Contracts"/> for others.</summary>
    public required IReadOnlyList<ProvidedExtension> Provides { get; init; }

    /// <summary>The plugins that it needs.</summary>
    public required IReadOnlyList<PluginRequirement> Requires { get; init; }

    /// <summary>The file names of the assemblies, inside the plugin's folder, that it shares with the plugins that require it beside its entry
    /// assembly: types of these pass between the plugins.</summary>
    public IReadOnlyList<string> Contracts { get; init; } = [];

    /// <summary>Whether its load context is collectible. Such a plugin runs no precompiled code.</summary>
    public required bool Unloadable { get; init; }

    /// <summary>The file name of the JSON schema of its options, inside the plugin's folder; null when it takes no options.</summary>
    public required string? ConfigurationSchema { get; init; }
}
