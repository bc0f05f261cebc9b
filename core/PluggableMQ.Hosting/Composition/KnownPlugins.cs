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
        [new(PluginKinds.Transport.Name, "unix")] = "PluggableMQ.Transport.UnixSocket",
        [new(PluginKinds.Transport.Name, "websocket")] = "PluggableMQ.Transport.WebSocket",
        [new(PluginKinds.Transport.Name, "websocket-tls")] = "PluggableMQ.Transport.WebSocket",
        [new(PluginKinds.QueueSelection.Name, "round-robin")] = "PluggableMQ.QueueSelection.RoundRobin",
        [new(PluginKinds.QueueSelection.Name, "latency-aware")] = "PluggableMQ.QueueSelection.LatencyAware",
        [new(PluginKinds.QueueSelection.Name, "hash")] = "PluggableMQ.QueueSelection.Standard",
        [new(PluginKinds.QueueSelection.Name, "consistent-hash")] = "PluggableMQ.QueueSelection.Standard",
        [new(PluginKinds.QueueSelection.Name, "random")] = "PluggableMQ.QueueSelection.Standard",
        [new(PluginKinds.QueueSelection.Name, "machine-room")] = "PluggableMQ.QueueSelection.Standard",
        [new(PluginKinds.QueueSelection.Name, "least-in-flight")] = "PluggableMQ.QueueSelection.Standard",
        [new(PluginKinds.Addressing.Name, "static")] = "PluggableMQ.Addressing.Static",
        [new(PluginKinds.Addressing.Name, "http")] = "PluggableMQ.Addressing.Http",
        [new(PluginKinds.Addressing.Name, "dns")] = "PluggableMQ.Addressing.Dns",
        [new(PluginKinds.Addressing.Name, "file")] = "PluggableMQ.Addressing.File",
        [new(PluginKinds.RpcHook.Name, "metrics")] = "PluggableMQ.RpcHooks.Metrics",
        [new(PluginKinds.RpcHook.Name, "rate-limit")] = "PluggableMQ.RpcHooks.RateLimit",
        [new(PluginKinds.Storage.Name, "commitlog")] = "PluggableMQ.Storage.CommitLog",
        [new(PluginKinds.Storage.Name, "inmemory")] = "PluggableMQ.Storage.InMemory",
        [new(PluginKinds.StoreDecorator.Name, "encryption")] = "PluggableMQ.StoreDecorators.Encryption",
        [new(PluginKinds.Tracing.Name, "topic")] = "PluggableMQ.Tracing.Topic",
        [new(PluginKinds.Tracing.Name, "log")] = "PluggableMQ.Tracing.Log",
        [new(PluginKinds.Tracing.Name, "opentelemetry")] = "PluggableMQ.Tracing.OpenTelemetry",
    };
}
