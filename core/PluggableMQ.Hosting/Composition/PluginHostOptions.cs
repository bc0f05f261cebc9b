using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Composition;

/// <summary>What a process's hosts have in common.</summary>
public sealed class PluginHostOptions
{
    /// <summary>The operator's manifest; null for the default one.</summary>
    public string? ManifestFile { get; init; }

    /// <summary>Settings of all roles that come after the manifest, the weakest first. They override its own keys, too: <c>storage</c>,
    /// <c>rpcHooks</c> and so on, lists with commas between. What a role is given when it is composed comes after them.</summary>
    public IReadOnlyList<SettingLayer> Settings { get; init; } = [];

    /// <summary>Plugin directories in place of the manifest's; null keeps those.</summary>
    public IReadOnlyList<string>? PluginDirectories { get; init; }

    /// <summary>Plugins that the application was compiled with, beside or instead of a folder.</summary>
    public IReadOnlyList<CompiledInPlugin> CompiledIn { get; init; } = [];

    /// <summary>The roles that the process plays.</summary>
    public HostRole Role { get; init; } = HostRole.Client;

    /// <summary>Whether plugins may be exchanged by themselves when folders or the manifest change; the manifest's <c>hotSwap</c> must say so too.
    /// False for what runs for a moment only.</summary>
    public bool HotSwap { get; init; } = true;

    /// <summary>Logging.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
