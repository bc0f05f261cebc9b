using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Transport.Contract;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>Configures the plugin as a host does and makes one of its two transports.</summary>
internal static class TransportFixture
{
    public static ITransport Make(params (string Key, string Value)[] options) => Make("websocket", options);

    public static ITransport Make(string name, (string Key, string Value)[] options)
    {
        var registry = new Registry();
        new WebSocketPlugin().Configure(registry, PluginHarness.ContextOf(options));
        return registry.Made[name]();
    }

    internal sealed class Registry : IPluginRegistry
    {
        public Dictionary<string, Func<ITransport>> Made { get; } = [];

        public void Add<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, Func<TContext, TContract> factory)
            where TContract : class
            where TContext : class
        {
            Assert.Same(PluginKinds.Transport, kind);
            var context = new TransportContext(HostRole.Broker, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
            Made.Add(name, () => (ITransport)(object)factory((TContext)(object)context));
        }
    }
}
