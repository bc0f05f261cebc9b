using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>What a catalog is opened with.</summary>
public sealed class PluginCatalogOptions
{
    /// <summary>The folders whose direct children are plugins, as absolute paths.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>Plugins that the application was compiled with. One of them wins over a folder with the same id and version.</summary>
    public IReadOnlyList<CompiledInPlugin> CompiledIn { get; init; } = [];

    /// <summary>The roles that the process plays.</summary>
    public HostRole Role { get; init; } = HostRole.Client;

    /// <summary>The host's version.</summary>
    public Version HostVersion { get; init; } = typeof(PluginCatalogOptions).Assembly.GetName().Version!;

    /// <summary>Ids that must not be used.</summary>
    public IReadOnlyCollection<string> Disabled { get; init; } = [];

    /// <summary>Options by plugin id.</summary>
    public IReadOnlyDictionary<string, PluginOptionValues> Options { get; init; } = new Dictionary<string, PluginOptionValues>();

    /// <summary>Assemblies that hold contracts beside PluggableMQ.Abstractions; they and their closure are shared with plugins.</summary>
    public IReadOnlyList<Assembly> SharedAssemblies { get; init; } = [];

    /// <summary>Which plugin is known to provide what, so that an error can name the one that is missing.</summary>
    public IReadOnlyDictionary<ProvidedExtension, string> KnownPlugins { get; init; } = new Dictionary<ProvidedExtension, string>();

    /// <summary>The clock handed to plugins.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Logging, the catalog's and the plugins'.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
