using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluggableMQ.Client;

namespace PluggableMQ.Hosting.Library;

/// <summary>Puts the client into an application's services.</summary>
public static class PluggableMQServiceCollectionExtensions
{
    /// <summary>Adds <see cref="MqClientFactory"/>, and the <see cref="MqClientOptions"/> and <see cref="ProducerOptions"/> in force to hand to it.</summary>
    /// <remarks>The application's <see cref="ILoggerFactory"/> and <see cref="TimeProvider"/> are used if it has them. Under a generic host,
    /// plugins that want to be started are, with the host.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Names plugins and settings.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddPluggableMQClient(this IServiceCollection services, Action<PluggableMQClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PluggableMQClientOptions();
        configure(options);
        services.AddSingleton(provider => new ClientLibrary(options, provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<ClientLibrary>().Host.Factory);
        services.AddSingleton(provider => provider.GetRequiredService<ClientLibrary>().Host.Options);
        services.AddSingleton(provider => provider.GetRequiredService<ClientLibrary>().Host.ProducerOptions);
        services.AddSingleton<IHostedService>(provider => new ClientLibraryService(provider.GetRequiredService<ClientLibrary>()));
        return services;
    }
}
