using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Remoting;
using PluggableMQ.Transport.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Broker.Tests.Support;

/// <summary>The real transports, made through their plugins.</summary>
internal static class TestTransports
{
    public static TransportTable Create(string scheme)
        => new([scheme == "tcp" ? Make(new TcpTransportPlugin()) : Make(new InMemoryTransportPlugin())], scheme);

    private static ITransport Make(IPlugin plugin)
    {
        var context = Substitute.For<IPluginContext>();
        context.Options.Returns(new ConfigurationBuilder().Build());
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
            => Transport = (ITransport)(object)factory((TContext)(object)new TransportContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));
    }
}
