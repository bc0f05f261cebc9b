using Autofac;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.NameServer;
using PluggableMQ.NameServer.Options;

namespace PluggableMQ.Hosting.Roles;

/// <summary>A NameServer, composed from plugins.</summary>
public sealed class NameServerHost : RoleHost
{
    private readonly NameServerController _controller;

    private NameServerHost(ILifetimeScope scope, RoleSettings settings, NameServerController controller) : base(HostRole.NameServer, scope, settings, controller.Participants)
        => _controller = controller;

    /// <summary>Where it listens, with the real port; null before it does.</summary>
    public TransportEndpoint? Endpoint => _controller.Endpoint;

    /// <summary>Where it listens, too (<c>listeners</c>), with the real ports.</summary>
    public IReadOnlyList<TransportEndpoint> FurtherEndpoints => _controller.FurtherEndpoints;

    internal static NameServerHost Create(PluginHost host, IEnumerable<SettingLayer> layers)
    {
        var options = new NameServerOptions();
        var (scope, settings) = host.BeginRole(RoleProfile.NameServer, layers, [options], builder =>
        {
            builder.RegisterInstance(options);
            RoleAssembly.Register(builder, typeof(NameServerController).Assembly, HostRole.NameServer);
        });
        return Compose(scope, settings, () => new NameServerHost(scope, settings, scope.Resolve<NameServerController>()));
    }
}
