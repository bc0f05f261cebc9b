using Autofac;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Composition;

/// <summary>Registers what a role uses of its plugins: catalog to container.</summary>
internal sealed class PluginModule(HostRole role, RolePlugins plugins) : Module
{
    /// <inheritdoc/>
    protected override void Load(ContainerBuilder builder)
    {
        // The role disposes it, after all that uses what it made.
        builder.RegisterInstance(plugins).ExternallyOwned();
        builder.Register(c => CreateTransports(c)).SingleInstance();
        builder.RegisterType<RpcHookEntryFactory>().SingleInstance();
        builder.Register(c => CreateHooks(c)).SingleInstance();
        builder.Register(c => new AddressingHealthSource(role, plugins, c.Resolve<TimeProvider>())).AsSelf().As<IPluginHealthSource>().SingleInstance();
        builder.Register<Func<TopAddressingContext, ITopAddressing>>(c => c.Resolve<AddressingHealthSource>().Create).SingleInstance();
        builder.Register<Func<QueueSelectionContext, IQueueSelectionStrategy>>(_ => plugins.CreateStrategy).SingleInstance();
        builder.Register<Func<TraceDispatcherContext, ITraceDispatcher>>(_ => plugins.CreateTraceDispatcher).SingleInstance();
        builder.Register(c => new RpcHookHealthSource(role, plugins, c.Resolve<RpcHookPipeline>())).As<IPluginHealthSource>().SingleInstance();
        builder.RegisterType<PluginMetrics>().SingleInstance();
        builder.Register(c => CreateStoreFactory(c.Resolve<PluginCatalog>())).SingleInstance();
    }

    private IEnumerable<string> Names(PluginKind kind) => plugins.Settings.Selections.Where(s => s.Selection.Kind == kind).Select(s => s.Selection.Name);

    private TransportTable CreateTransports(IComponentContext context)
    {
        var surroundings = new TransportContext(role, context.Resolve<TimeProvider>(), context.Resolve<ILoggerFactory>());
        var transports = plugins.Settings.Selections.Where(s => s.Selection.Kind == PluginKinds.Transport)
            .Select(s => (
                Transport: plugins.Create(PluginKinds.Transport, s.Selection.Name, surroundings),
                Text: $"'{s.Selection.Name}' of {s.Plugin}"))
            .ToList();
        foreach (var twice in transports.GroupBy(t => t.Transport.Scheme, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            throw new HostConfigurationException(
                $"Transports {string.Join(" and ", twice.Select(t => t.Text))} serve the same scheme, {twice.Key}://; "
                + "keep one of them in 'transport' and 'transports'.");
        // The first selected is the manifest's default; its scheme need not be its short name.
        return new TransportTable(transports.Select(t => t.Transport), transports[0].Transport.Scheme);
    }

    private RpcHookPipeline CreateHooks(IComponentContext context)
    {
        var surroundings = new RpcHookCreationContext(role, context.Resolve<TimeProvider>(), context.Resolve<ILoggerFactory>());
        var entries = context.Resolve<RpcHookEntryFactory>();
        return plugins.Add(() => new HookChain(plugins, surroundings, entries)).Pipeline;
    }

    // The broker owns its store: it starts, stops and disposes the outermost one, which does the same with what it wraps.
    private Func<MessageStoreContext, IMessageStore> CreateStoreFactory(PluginCatalog catalog) => context =>
    {
        var store = Create(PluginKinds.Storage, Names(PluginKinds.Storage).Single(), context);
        foreach (var name in Names(PluginKinds.StoreDecorator).Reverse()) store = Create(PluginKinds.StoreDecorator, name, new StoreDecoratorContext(store, context));
        return store;

        IMessageStore Create<TContext>(PluginKind<IMessageStore, TContext> kind, string name, TContext given) where TContext : class
            => new NamedStore(catalog.Create(kind, name, given), plugins.Settings.Selections.First(s => s.Selection.Kind == kind && s.Selection.Name == name).Plugin, $"{kind} '{name}'");
    };
}
