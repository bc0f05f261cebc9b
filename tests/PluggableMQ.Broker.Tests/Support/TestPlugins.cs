using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Remoting;
using PluggableMQ.Storage.CommitLog;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Transport.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Broker.Tests.Support;

/// <summary>The real transports and stores, made the way a host makes them: through their plugins.</summary>
internal static class TestPlugins
{
    // Small files, as the captured Java broker had; the defaults would fill a gigabyte for each test.
    private static readonly (string Key, string Value)[] SmallFiles =
    [
        ("mappedFileSizeCommitLog", "262144"), ("mappedFileSizeConsumeQueue", "4000"), ("maxHashSlotNum", "100"), ("maxIndexNum", "400"),
    ];

    public static TransportTable CreateTransports(string scheme)
    {
        var context = new TransportContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance);
        IPlugin plugin = scheme == "tcp" ? new TcpTransportPlugin() : new InMemoryTransportPlugin();
        return new TransportTable([(ITransport)Configure(plugin, [])(context)], scheme);
    }

    /// <summary>A store by its short name; more settings come behind the small file sizes.</summary>
    public static Func<MessageStoreContext, IMessageStore> Store(string name, params (string Key, string Value)[] settings)
    {
        var create = name == "commitlog"
            ? Configure(new CommitLogPlugin(), [.. SmallFiles, .. settings])
            : Configure(new InMemoryPlugin(), settings);
        return context => (IMessageStore)create(context);
    }

    private static Func<object, object> Configure(IPlugin plugin, (string Key, string Value)[] settings)
    {
        var values = settings.GroupBy(setting => setting.Key).Select(
            group => new KeyValuePair<string, string?>(group.Key, group.Last().Value));
        var context = Substitute.For<IPluginContext>();
        context.Options.Returns(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var registry = new Registry();
        plugin.Configure(registry, context);
        return registry.Create!;
    }

    private sealed class Registry : IPluginRegistry
    {
        public Func<object, object>? Create { get; private set; }

        public void Add<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, Func<TContext, TContract> factory)
            where TContract : class
            where TContext : class
            => Create = context => factory((TContext)context);
    }
}
