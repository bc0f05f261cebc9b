using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Abstractions.Plugins;

/// <summary>A plugin's surroundings.</summary>
public interface IPluginContext
{
    /// <summary>The plugin's id, from <c>plugin.json</c>.</summary>
    string PluginId { get; }

    /// <summary>The folder that the plugin was found in (not the shadow copy); the application's folder for one that was compiled in.</summary>
    string Directory { get; }

    /// <summary>The plugin's own options, already checked against its schema. Bind with the configuration binding generator.</summary>
    IConfiguration Options { get; }

    /// <summary>The host that loads the plugin.</summary>
    HostRole Role { get; }

    /// <summary>The host's version.</summary>
    Version HostVersion { get; }

    /// <summary>The host's clock.</summary>
    TimeProvider Clock { get; }

    /// <summary>The host's logging.</summary>
    ILoggerFactory LoggerFactory { get; }

    /// <summary>Cancelled when this generation of the plugin is about to go: the host stops, or a newer one took over.</summary>
    CancellationToken Stopping { get; }
}
