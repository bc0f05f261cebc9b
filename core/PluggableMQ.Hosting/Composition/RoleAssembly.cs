using System.Reflection;
using Autofac;
using Autofac.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Composition;

/// <summary>Finds the processors and services of a role by scanning its assembly, and hands them to Autofac.</summary>
internal static class RoleAssembly
{
    /// <summary>Registers what the assembly holds, each once in the role's scope.</summary>
    public static void Register(ContainerBuilder builder, Assembly assembly, HostRole role)
    {
        var services = new ServiceCollection();
        services.Scan(scan => scan.FromAssemblies(assembly)
            .AddClasses(classes => classes.AssignableTo<IRequestProcessor>().WithAttribute<RequestCodesAttribute>(), publicOnly: false)
            .As<IRequestProcessor>().WithSingletonLifetime()
            .AddClasses(classes => classes.AssignableTo<ILifecycleParticipant>(), publicOnly: false)
            .AsSelfWithInterfaces().WithSingletonLifetime()
            .AddClasses(classes => classes.WithAttribute<RoleServiceAttribute>(), publicOnly: false)
            .AsSelfWithInterfaces().WithSingletonLifetime());
        builder.Populate(services, role);
    }
}
