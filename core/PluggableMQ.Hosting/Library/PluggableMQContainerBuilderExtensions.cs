using Autofac;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluggableMQ.Client;

namespace PluggableMQ.Hosting.Library;

/// <summary>Puts the client into an application's Autofac container.</summary>
public static class PluggableMQContainerBuilderExtensions
{
    /// <inheritdoc cref="PluggableMQServiceCollectionExtensions.AddPluggableMQClient" path="/summary|/remarks"/>
    /// <param name="builder">The container's builder.</param>
    /// <param name="configure">Names plugins and settings.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ContainerBuilder RegisterPluggableMQClient(this ContainerBuilder builder, Action<PluggableMQClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PluggableMQClientOptions();
        configure(options);
        builder.Register(c => new ClientLibrary(options, c.ResolveOptional<ILoggerFactory>(), c.ResolveOptional<TimeProvider>())).SingleInstance();
        // Owned by the library, which disposes what it made.
        builder.Register(c => c.Resolve<ClientLibrary>().Host.Factory).As<MqClientFactory>().SingleInstance().ExternallyOwned();
        builder.Register(c => c.Resolve<ClientLibrary>().Host.Options).As<MqClientOptions>().SingleInstance();
        builder.Register(c => c.Resolve<ClientLibrary>().Host.ProducerOptions).As<ProducerOptions>().SingleInstance();
        builder.Register(c => new ClientLibraryService(c.Resolve<ClientLibrary>())).As<IHostedService>().SingleInstance();
        return builder;
    }
}
