using Autofac;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Broker;
using PluggableMQ.Broker.Options;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.Roles;

/// <summary>A broker, composed from plugins.</summary>
public sealed class BrokerHost : RoleHost
{
    private BrokerHost(ILifetimeScope scope, RoleSettings settings, BrokerController controller, BrokerOptions options)
        : base(HostRole.Broker, scope, settings, controller.Participants)
    {
        Controller = controller;
        Options = options;
    }

    /// <summary>The broker's settings; shared with the broker, which may change some while it runs.</summary>
    public BrokerOptions Options { get; }

    /// <summary>Where clients are served, with the real port; null before it listens.</summary>
    public TransportEndpoint? Endpoint => Controller.Endpoint;

    /// <summary>The VIP endpoint, with the real port; null before it listens.</summary>
    public TransportEndpoint? VipEndpoint => Controller.VipEndpoint;

    /// <summary>Where clients are served, too (<c>listeners</c>), with the real ports.</summary>
    public IReadOnlyList<TransportEndpoint> FurtherEndpoints => Controller.FurtherEndpoints;

    /// <summary>What the broker tells its NameServers that clients should dial.</summary>
    public string AdvertisedAddress => Controller.AdvertisedAddress;

    /// <summary>Ends when the store has failed for good, with the cause: the process should stop then.</summary>
    public Task<Exception> Failure => Controller.Failure;

    internal BrokerController Controller { get; }

    /// <inheritdoc/>
    internal override string? Fault => Failure.IsCompletedSuccessfully ? $"broker: the store has failed, and the broker stops: {Failure.Result.Message}" : null;

    internal static BrokerHost Create(PluginHost host, IEnumerable<SettingLayer> layers)
    {
        var options = new BrokerOptions();
        var (scope, settings) = host.BeginRole(RoleProfile.Broker, layers, [options], builder =>
        {
            builder.RegisterInstance(options);
            builder.Register(c => c.Resolve<Func<TopAddressingContext, ITopAddressing>>()(AddressingContext(host, options))).SingleInstance();
            builder.RegisterType<BrokerController>().SingleInstance();
        });
        return Compose(scope, settings, () => new BrokerHost(scope, settings, scope.Resolve<BrokerController>(), options));
    }

    private static TopAddressingContext AddressingContext(PluginHost host, BrokerOptions options)
        => new(HostRole.Broker, NameServerList.Split(options.NamesrvAddr), null, host.Clock, host.LoggerFactory);
}
