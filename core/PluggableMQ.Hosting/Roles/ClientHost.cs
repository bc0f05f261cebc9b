using Autofac;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Roles;

/// <summary>The client side, composed from plugins: producers, consumers and administration clients come from its factory.</summary>
public sealed class ClientHost : RoleHost
{
    private ClientHost(ILifetimeScope scope, RoleSettings settings, MqClientFactory factory, MqClientOptions options, ProducerOptions producer)
        : base(HostRole.Client, scope, settings, [])
    {
        Factory = factory;
        Options = options;
        ProducerOptions = producer;
    }

    /// <summary>Makes producers, consumers and administration clients. Disposed with this host.</summary>
    public MqClientFactory Factory { get; }

    /// <summary>The client settings in force; hand them to <see cref="Factory"/>.</summary>
    public MqClientOptions Options { get; }

    /// <summary>The producer settings in force; hand them to <see cref="Factory"/>.</summary>
    public ProducerOptions ProducerOptions { get; }

    internal static ClientHost Create(PluginHost host, IEnumerable<SettingLayer> layers)
    {
        var options = new MqClientOptions();
        var producer = new ProducerOptions();
        var (scope, settings) = host.BeginRole(RoleProfile.Client, layers, [options, producer], builder =>
        {
            builder.Register(c => new ClientHealth(c.Resolve<TimeProvider>())).SingleInstance();
            builder.Register(c => new ClientHealthSource(c.Resolve<ClientHealth>(), c.Resolve<RolePlugins>())).As<IPluginHealthSource>().SingleInstance();
            builder.Register(c => new MqClientServices
            {
                Transports = c.Resolve<TransportTable>(),
                Hooks = c.Resolve<RpcHookPipeline>(),
                Addressing = c.Resolve<Func<TopAddressingContext, ITopAddressing>>(),
                QueueSelection = c.Resolve<Func<QueueSelectionContext, IQueueSelectionStrategy>>(),
                // Producers that run can be traced later, and cost a little more for it.
                Tracing = host.Manifest.Tracing == OperatorManifest.None && !host.IsHotSwapOn ? null : c.Resolve<Func<TraceDispatcherContext, ITraceDispatcher>>(),
                IsTracing = IsTracing(c.Resolve<RolePlugins>()),
                LoggerFactory = c.Resolve<ILoggerFactory>(),
                Clock = c.Resolve<TimeProvider>(),
                Health = c.Resolve<ClientHealth>(),
            }).SingleInstance();
            builder.RegisterType<MqClientFactory>().SingleInstance();
        });
        return Compose(scope, settings, () => new ClientHost(scope, settings, scope.Resolve<MqClientFactory>(), options, producer));
    }

    private static Func<bool> IsTracing(RolePlugins plugins) => () => plugins.IsTracing;
}
