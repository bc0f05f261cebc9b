using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Testing;

/// <summary>What an <see cref="EmbeddedQueue"/> is put together from. Read at its start.</summary>
public sealed class EmbeddedQueueOptions
{
    /// <summary>The transport's short name: <c>inmemory</c> (the default), <c>tcp</c> for real sockets on free ports of the loopback, or one of <see cref="Plugins"/>.</summary>
    public string Transport { get; set; } = "inmemory";

    /// <summary>The store's short name: <c>inmemory</c> (the default), <c>commitlog</c> for RocketMQ's files in a temporary directory, or one of <see cref="Plugins"/>.</summary>
    public string Storage { get; set; } = "inmemory";

    /// <summary>The queue selection's short name: <c>round-robin</c> (the default), or one of <see cref="Plugins"/>.</summary>
    public string QueueSelection { get; set; } = "round-robin";

    /// <summary>The address lookup's short name: <c>static</c> (the default), or one of <see cref="Plugins"/>. It is given the queue's own NameServer as configured address.</summary>
    public string Addressing { get; set; } = "static";

    /// <summary>The trace dispatcher's short name, of one of <see cref="Plugins"/>; <c>none</c> by default.</summary>
    public string Tracing { get; set; } = "none";

    /// <summary>The short names of the RPC hooks, the outermost first; none by default.</summary>
    public IList<string> RpcHooks { get; } = [];

    /// <summary>The short names of the store decorators, the outermost first; none by default.</summary>
    public IList<string> StoreDecorators { get; } = [];

    /// <summary>Plugins beside the compiled-in ones. Each serves one queue: a queue that ends disposes them.</summary>
    public IList<IPlugin> Plugins { get; } = [];

    /// <summary>Options of plugins, by id: the one of its <c>plugin.json</c>, or its assembly's name.</summary>
    public IDictionary<string, JsonObject> PluginOptions { get; } = new Dictionary<string, JsonObject>(StringComparer.Ordinal);

    /// <summary>Settings of the broker under RocketMQ's keys, for example <c>maxMessageSize</c>.</summary>
    public IDictionary<string, string> BrokerSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Settings of clients and producers under RocketMQ's keys, for example <c>retryTimesWhenSendFailed</c>.</summary>
    public IDictionary<string, string> ClientSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The clock of all that is in the queue. With a <see cref="ManualClock"/> time limits do not run out by themselves.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Where the queue logs; nowhere by default.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;
}
