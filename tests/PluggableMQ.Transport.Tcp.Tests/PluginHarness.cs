using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.Contract;

/// <summary>Configures a plugin as a host does, and makes its transport.</summary>
internal sealed class PluginHarness : IPluginRegistry
{
    private readonly List<(string Name, Func<ITransport> Make)> _transports = [];

    private PluginHarness()
    {
    }

    public string Name => Assert.Single(_transports).Name;

    public static PluginHarness Configure(IPlugin plugin, params (string Key, string Value)[] options)
    {
        var harness = new PluginHarness();
        plugin.Configure(harness, ContextOf(options));
        return harness;
    }

    public static IPluginContext ContextOf(params (string Key, string Value)[] options)
    {
        var context = Substitute.For<IPluginContext>();
        context.Options.Returns(new ConfigurationBuilder()
            .AddInMemoryCollection(options.Select(o => new KeyValuePair<string, string?>(o.Key, o.Value))).Build());
        return context;
    }

    public ITransport Make() => Assert.Single(_transports).Make();

    void IPluginRegistry.Add<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, Func<TContext, TContract> factory)
    {
        Assert.Same(PluginKinds.Transport, kind);
        var context = new TransportContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance);
        _transports.Add((name, () => (ITransport)(object)factory((TContext)(object)context)));
    }
}
