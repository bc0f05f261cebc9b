using Autofac;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Library;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.Library;

public class ClientLibraryTests
{
    [Fact]
    public async Task AddPluggableMQClient_CompiledInPlugins_GivesAFactoryWithTheSettings()
    {
        var services = new ServiceCollection().AddPluggableMQClient(Configure);
        await using var provider = services.BuildServiceProvider();

        await CheckAsync(provider.GetRequiredService<MqClientFactory>(), provider.GetRequiredService<MqClientOptions>(), provider.GetRequiredService<ProducerOptions>());
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
            await service.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task RegisterPluggableMQClient_CompiledInPlugins_GivesAFactoryWithTheSettings()
    {
        await using var container = new ContainerBuilder().RegisterPluggableMQClient(Configure).Build();

        await CheckAsync(container.Resolve<MqClientFactory>(), container.Resolve<MqClientOptions>(), container.Resolve<ProducerOptions>());
        Assert.Single(container.Resolve<IEnumerable<IHostedService>>());
    }

    [Fact]
    public void AddPluggableMQClient_WrongSetting_SaysSoWhenItIsFirstUsed()
    {
        var services = new ServiceCollection().AddPluggableMQClient(options =>
        {
            Configure(options);
            options.Settings["retryTimes"] = "3";
        });
        using var provider = services.BuildServiceProvider();

        var failure = Assert.Throws<HostConfigurationException>(() => provider.GetRequiredService<MqClientFactory>());

        Assert.StartsWith("application: 'retryTimes' is not a known key;", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddPluggableMQClient_WrongSetting_LeavesNoPluginBehind()
    {
        var plugin = new DisposedPlugin();
        var services = new ServiceCollection().AddPluggableMQClient(options =>
        {
            Configure(options);
            options.Plugins.Add(new CompiledInPlugin(plugin) { Id = "Disposed" });
            options.Settings["retryTimes"] = "3";
        });
        using var provider = services.BuildServiceProvider();

        Assert.Throws<HostConfigurationException>(() => provider.GetRequiredService<MqClientFactory>());

        Assert.True(plugin.IsDisposed);
    }

    private static void Configure(PluggableMQClientOptions options)
    {
        foreach (var plugin in CompiledInPlugins.All()) options.Plugins.Add(plugin);
        options.PluginDirectories = [];
        options.Settings["namesrvAddr"] = "127.0.0.1:1";
        options.Settings["retryTimesWhenSendFailed"] = "5";
    }

    private static async Task CheckAsync(MqClientFactory factory, MqClientOptions client, ProducerOptions producerOptions)
    {
        Assert.Equal(("127.0.0.1:1", 5), (client.NamesrvAddr, producerOptions.RetryTimesWhenSendFailed));
        producerOptions.ProducerGroup = "library";
        await using var producer = factory.CreateProducer(producerOptions, client);
        await producer.StartAsync();
        Assert.Equal(ServiceState.Running, producer.State);
    }

    private sealed class DisposedPlugin : IPlugin, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Configure(IPluginRegistry registry, IPluginContext context)
        {
        }

        public void Dispose() => IsDisposed = true;
    }
}
