using Autofac;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.Tests.Support;

/// <summary>A role that does nothing, and whose plugins are as a test says.</summary>
internal sealed class ObservedRole : RoleHost
{
    private ObservedRole(ILifetimeScope scope, RoleSettings settings) : base(HostRole.Client, scope, settings, [])
    {
    }

    public static ObservedRole Create(PluginHost host, IEnumerable<SettingLayer> layers, params PluginHealth[] health)
    {
        var (scope, settings) = host.BeginRole(RoleProfile.Client, layers, [], builder => builder.RegisterInstance<IPluginHealthSource>(new Source(health)));
        return new ObservedRole(scope, settings);
    }

    private sealed class Source(PluginHealth[] health) : IPluginHealthSource
    {
        public IEnumerable<PluginHealth> Collect() => health;
    }
}
