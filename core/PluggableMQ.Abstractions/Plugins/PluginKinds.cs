using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Abstractions.Plugins;

/// <summary>The kinds of extension that PluggableMQ knows.</summary>
public static class PluginKinds
{
    /// <summary>How bytes get from A to B.</summary>
    public static PluginKind<ITransport, TransportContext> Transport { get; } = new("transport", PluginCardinality.OnePerScheme);

    /// <summary>Which queue the next message goes to.</summary>
    public static PluginKind<IQueueSelectionStrategy, QueueSelectionContext> QueueSelection { get; } = new("queueSelection", PluginCardinality.OnePerProducer);

    /// <summary>Where the NameServers are.</summary>
    public static PluginKind<ITopAddressing, TopAddressingContext> Addressing { get; } = new("addressing", PluginCardinality.One);

    /// <summary>What runs before and after each request; the manifest's first is the outermost.</summary>
    public static PluginKind<IRpcHook, RpcHookCreationContext> RpcHook { get; } = new("rpcHook", PluginCardinality.OrderedList);

    /// <summary>Where messages live.</summary>
    public static PluginKind<IMessageStore, MessageStoreContext> Storage { get; } = new("storage", PluginCardinality.One);

    /// <summary>What wraps the store; the manifest's first is the outermost.</summary>
    public static PluginKind<IMessageStore, StoreDecoratorContext> StoreDecorator { get; } = new("storeDecorator", PluginCardinality.OrderedList);

    /// <summary>Where trace records go.</summary>
    public static PluginKind<ITraceDispatcher, TraceDispatcherContext> Tracing { get; } = new("tracing", PluginCardinality.One);

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<PluginKind> All { get; } = [Transport, QueueSelection, Addressing, RpcHook, Storage, StoreDecorator, Tracing];
}
