using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Transport.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>The real transports, made the way a host makes them: through their plugins.</summary>
internal static class TestTransports
{
    public static TransportTable Create(string defaultScheme = "tcp", params (string Key, string Value)[] tcpOptions)
        => new([Make(new TcpTransportPlugin(), tcpOptions), Make(new InMemoryTransportPlugin(), [])], defaultScheme);

    private static ITransport Make(IPlugin plugin, (string Key, string Value)[] options)
    {
        var context = Substitute.For<IPluginContext>();
        context.Options.Returns(new ConfigurationBuilder()
            .AddInMemoryCollection(options.Select(o => new KeyValuePair<string, string?>(o.Key, o.Value))).Build());
        var registry = new Registry();
        plugin.Configure(registry, context);
        return registry.Transport!;
    }

    private sealed class Registry : IPluginRegistry
    {
        public ITransport? Transport { get; private set; }

        public void Add<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, Func<TContext, TContract> factory)
            where TContract : class
            where TContext : class
        {
            var context = new TransportContext(HostRole.Client, TimeProvider.System, NullLoggerFactory.Instance);
            Transport = (ITransport)(object)factory((TContext)(object)context);
        }
    }
}
