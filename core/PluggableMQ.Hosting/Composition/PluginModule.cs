using Autofac;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Composition;

/// <summary>Registers what a role uses of its plugins: catalog to container.</summary>
internal sealed class PluginModule(HostRole role, RoleSettings settings, OperatorManifest manifest) : Module
{
    /// <inheritdoc/>
    protected override void Load(ContainerBuilder builder)
    {
        builder.RegisterType<PluginInstances>().SingleInstance();
        builder.Register(c => CreateTransports(c)).SingleInstance();
        builder.Register(c => new RpcHookEntryFactory(manifest, c.Resolve<TimeProvider>(), c.Resolve<ILoggerFactory>())).SingleInstance();
        builder.Register(c => CreateHooks(c)).SingleInstance();
        builder.Register(c => new RpcHookHealthSource(role, settings, c.Resolve<RpcHookPipeline>())).As<IPluginHealthSource>().SingleInstance();
        builder.RegisterType<PluginMetrics>().SingleInstance();
        builder.Register(c => Factory(c.Resolve<PluginInstances>(), PluginKinds.Addressing, manifest.Addressing)).SingleInstance();
        builder.Register(c => Factory(c.Resolve<PluginInstances>(), PluginKinds.QueueSelection, manifest.QueueSelection)).SingleInstance();
        builder.Register(c => Factory(c.Resolve<PluginInstances>(), PluginKinds.Tracing, manifest.Tracing)).SingleInstance();
        builder.Register(c => CreateStoreFactory(c.Resolve<PluginCatalog>())).SingleInstance();
    }

    private static Func<TContext, TContract> Factory<TContract, TContext>(PluginInstances instances, PluginKind<TContract, TContext> kind, string name)
        where TContract : class
        where TContext : class
        => context => instances.Create(kind, name, context);

    private IEnumerable<string> Names(PluginKind kind) => settings.Selections.Where(s => s.Selection.Kind == kind).Select(s => s.Selection.Name);

    private TransportTable CreateTransports(IComponentContext context)
    {
        var instances = context.Resolve<PluginInstances>();
        var surroundings = new TransportContext(role, context.Resolve<TimeProvider>(), context.Resolve<ILoggerFactory>());
        var transports = Names(PluginKinds.Transport).Select(name => instances.Create(PluginKinds.Transport, name, surroundings)).ToList();
        // The first selected is the manifest's default; its scheme need not be its short name.
        return new TransportTable(transports, transports[0].Scheme);
    }

    private RpcHookPipeline CreateHooks(IComponentContext context)
    {
        var instances = context.Resolve<PluginInstances>();
        var surroundings = new RpcHookCreationContext(role, context.Resolve<TimeProvider>(), context.Resolve<ILoggerFactory>());
        var entries = context.Resolve<RpcHookEntryFactory>();
        return new RpcHookPipeline([.. Names(PluginKinds.RpcHook).Select(name => entries.Create(name, instances.Create(PluginKinds.RpcHook, name, surroundings)))]);
    }

    // The broker owns its store: it starts, stops and disposes the outermost one, which does the same with what it wraps.
    private Func<MessageStoreContext, IMessageStore> CreateStoreFactory(PluginCatalog catalog) => context =>
    {
        var store = catalog.Create(PluginKinds.Storage, manifest.Storage, context);
        foreach (var name in Names(PluginKinds.StoreDecorator).Reverse()) store = catalog.Create(PluginKinds.StoreDecorator, name, new StoreDecoratorContext(store, context));
        return store;
    };
}
