using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.Composition;

public sealed class PluginContextTests
{
    [Fact]
    public async Task Configure_Context_IsTheHosts()
    {
        var clock = new OwnClock();
        var plugin = new ContextPlugin();
        using var logging = new LogCollector();

        await using var host = PluginHost.Open(new PluginHostOptions
        {
            PluginDirectories = [], CompiledIn = [new CompiledInPlugin(plugin) { Id = "Acme.Context" }], Role = HostRole.Broker | HostRole.Client, Clock = clock, LoggerFactory = logging,
        });

        Assert.Equal(("Acme.Context", HostRole.Broker | HostRole.Client), (plugin.Context!.PluginId, plugin.Context.Role));
        Assert.Equal(typeof(PluginHost).Assembly.GetName().Version, plugin.Context.HostVersion);
        Assert.Same(clock, plugin.Context.Clock);
        Assert.Same(logging, plugin.Context.LoggerFactory);
    }

    [Fact]
    public async Task CreateNameServer_TwoTransportsOfOneScheme_NamesThePlugins()
    {
        using var folder = new TempFolder();
        await using var host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = folder.Write("m.json", """{ "transports": ["tcp-too"] }"""),
            PluginDirectories = [],
            CompiledIn = [.. CompiledInPlugins.All(), new CompiledInPlugin(new SecondTcpPlugin()) { Id = "Acme.Tcp" }],
            Role = HostRole.NameServer,
        });

        var failure = Assert.Throws<HostConfigurationException>(() => host.CreateNameServer());

        Assert.Matches(
            @"Transports 'tcp' of PluggableMQ\.Transport\.Tcp 0\.1\.0 and 'tcp-too' of Acme\.Tcp.* serve the same scheme, tcp://; keep one of them in 'transport' and 'transports'\.",
            Assert.Single(failure.Failures));
    }

    private sealed class OwnClock : TimeProvider;

    private sealed class ContextPlugin : IPlugin
    {
        public IPluginContext? Context { get; private set; }

        public void Configure(IPluginRegistry registry, IPluginContext context) => Context = context;
    }

    private sealed class SecondTcpPlugin : IPlugin
    {
        public void Configure(IPluginRegistry registry, IPluginContext context) => registry.Add(PluginKinds.Transport, "tcp-too", _ => new SecondTcp());
    }

    private sealed class SecondTcp : ITransport
    {
        public string Scheme => "TCP";

        public ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
