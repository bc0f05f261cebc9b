using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Addressing.Static;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.QueueSelection.LatencyAware;
using PluggableMQ.QueueSelection.RoundRobin;
using PluggableMQ.RpcHooks.Metrics;
using PluggableMQ.Storage.CommitLog;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Tracing.Log;
using PluggableMQ.Transport.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Hosting.Tests.Support;

/// <summary>The project's plugins, compiled in.</summary>
internal static class CompiledInPlugins
{
    /// <summary>New instances of all of them.</summary>
    public static IReadOnlyList<CompiledInPlugin> All() =>
    [
        .. new IPlugin[]
        {
            new StaticPlugin(), new LatencyAwarePlugin(), new RoundRobinPlugin(), new MetricsPlugin(), new CommitLogPlugin(), new InMemoryPlugin(),
            new LogPlugin(), new InMemoryTransportPlugin(), new TcpTransportPlugin(),
        }.Select(plugin => new CompiledInPlugin(plugin)),
    ];

    /// <summary>A host without plugin folders.</summary>
    public static PluginHost Open(string? manifest = null, HostRole role = HostRole.NameServer | HostRole.Broker | HostRole.Client)
        => PluginHost.Open(new PluginHostOptions { ManifestFile = manifest, PluginDirectories = [], CompiledIn = All(), Role = role });
}
