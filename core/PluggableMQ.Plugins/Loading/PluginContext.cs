using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Plugins.Loading;

/// <inheritdoc cref="IPluginContext"/>
internal sealed class PluginContext : IPluginContext
{
    /// <inheritdoc/>
    public required string PluginId { get; init; }

    /// <inheritdoc/>
    public required string Directory { get; init; }

    /// <inheritdoc/>
    public required IConfiguration Options { get; init; }

    /// <inheritdoc/>
    public required HostRole Role { get; init; }

    /// <inheritdoc/>
    public required Version HostVersion { get; init; }

    /// <inheritdoc/>
    public required TimeProvider Clock { get; init; }

    /// <inheritdoc/>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <inheritdoc/>
    public required CancellationToken Stopping { get; init; }
}
