using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Hosting.Composition;

/// <summary>Which of the project's own plugins provides what, so that an error can name the one whose folder is gone.</summary>
internal static class KnownPlugins
{
    /// <summary>Ids by what they provide.</summary>
    public static readonly IReadOnlyDictionary<ProvidedExtension, string> All = new Dictionary<ProvidedExtension, string>
    {
        [new(PluginKinds.Transport.Name, "tcp")] = "PluggableMQ.Transport.Tcp",
        [new(PluginKinds.Transport.Name, "inmemory")] = "PluggableMQ.Transport.InMemory",
        [new(PluginKinds.QueueSelection.Name, "round-robin")] = "PluggableMQ.QueueSelection.RoundRobin",
        [new(PluginKinds.QueueSelection.Name, "latency-aware")] = "PluggableMQ.QueueSelection.LatencyAware",
        [new(PluginKinds.Addressing.Name, "static")] = "PluggableMQ.Addressing.Static",
        [new(PluginKinds.Addressing.Name, "http")] = "PluggableMQ.Addressing.Http",
        [new(PluginKinds.RpcHook.Name, "metrics")] = "PluggableMQ.RpcHooks.Metrics",
        [new(PluginKinds.Storage.Name, "commitlog")] = "PluggableMQ.Storage.CommitLog",
        [new(PluginKinds.Storage.Name, "inmemory")] = "PluggableMQ.Storage.InMemory",
        [new(PluginKinds.Tracing.Name, "topic")] = "PluggableMQ.Tracing.Topic",
        [new(PluginKinds.Tracing.Name, "log")] = "PluggableMQ.Tracing.Log",
    };
}
