using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Testing;

/// <summary>What a plugin in a <see cref="PluginHarness"/> sees of its host.</summary>
public sealed record PluginSurroundings
{
    /// <summary>The plugin's id; <c>test</c> by default.</summary>
    public string PluginId { get; init; } = "test";

    /// <summary>The plugin's folder; that of the tests by default.</summary>
    public string Directory { get; init; } = AppContext.BaseDirectory;

    /// <summary>The host; a client by default.</summary>
    public HostRole Role { get; init; } = HostRole.Client;

    /// <summary>The host's version; 1.0 by default.</summary>
    public Version HostVersion { get; init; } = new(1, 0);

    /// <summary>The host's clock; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The host's logging; nowhere by default.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Cancelled by a test that lets the plugin go; never by default.</summary>
    public CancellationToken Stopping { get; init; }
}
