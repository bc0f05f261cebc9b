using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.NameServer.Configuration;
using PluggableMQ.NameServer.KvConfig;
using PluggableMQ.NameServer.Options;
using PluggableMQ.NameServer.Registration;
using PluggableMQ.NameServer.Routing;
using PluggableMQ.NameServer.Topics;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Tests.Support;

/// <summary>A NameServer's parts, put together by hand; a host's container finds them by scanning.</summary>
internal sealed class NameServerParts : IAsyncDisposable
{
    private readonly RouteTable _routes;
    private readonly NameServerListener _listener;

    public NameServerParts(NameServerOptions options, TransportTable transports, ILoggerFactory logging, TimeProvider clock)
    {
        _routes = new RouteTable(options, logging.CreateLogger<RouteTable>(), clock);
        var kvConfig = new KvConfigStore(options, logging.CreateLogger<KvConfigStore>());
        IRequestProcessor[] processors =
        [
            new RegisterBrokerProcessor(_routes, kvConfig, logging.CreateLogger<RegisterBrokerProcessor>()),
            new UnregisterBrokerProcessor(_routes),
            new QueryDataVersionProcessor(_routes),
            new RouteProcessor(_routes, kvConfig, options),
            new ClusterInfoProcessor(_routes),
            new TopicListProcessor(_routes),
            new DeleteTopicProcessor(_routes, logging.CreateLogger<DeleteTopicProcessor>()),
            new WritePermissionProcessor(_routes, logging.CreateLogger<WritePermissionProcessor>()),
            new KvConfigProcessor(kvConfig, logging.CreateLogger<KvConfigProcessor>()),
            new ConfigurationProcessor(options, logging.CreateLogger<ConfigurationProcessor>()),
        ];
        var scanner = new LivenessScanner(_routes, options, logging.CreateLogger<LivenessScanner>(), clock);
        _listener = new NameServerListener(options, processors, transports, RpcHookPipeline.Empty, new BrokerConnectionObserver(_routes), logging, clock);
        Participants = [kvConfig, scanner, _listener];
    }

    public IReadOnlyList<ILifecycleParticipant> Participants { get; }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _routes.Dispose();
    }
}
