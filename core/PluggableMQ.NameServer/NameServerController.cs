using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.NameServer.Configuration;
using PluggableMQ.NameServer.KvConfig;
using PluggableMQ.NameServer.Options;
using PluggableMQ.NameServer.Registration;
using PluggableMQ.NameServer.Routing;
using PluggableMQ.NameServer.Topics;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer;

/// <summary>A NameServer: composes its services and starts and stops them by stages. Holds no logic of its own.</summary>
/// <remarks>A host either runs <see cref="Participants"/> among its own stages, or calls <see cref="StartAsync"/> and <see cref="StopAsync"/>. Once.</remarks>
public sealed class NameServerController : IAsyncDisposable
{
    private readonly RouteTable _routes;
    private readonly NameServerListener _listener;
    private readonly Stack<ILifecycleParticipant> _started = new();

    /// <summary>Makes a NameServer that does not listen yet.</summary>
    /// <param name="options">The settings; shared, some may change while it runs.</param>
    /// <param name="transports">The transports.</param>
    /// <param name="hooks">Runs around each request.</param>
    /// <param name="loggerFactory">The logging.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="NameServerOptionsException">A setting cannot be used; the text lists all that is wrong.</exception>
    public NameServerController(NameServerOptions options, TransportTable transports, RpcHookPipeline hooks, ILoggerFactory loggerFactory, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        NameServerOptionsException.ThrowIfInvalid(options);
        _routes = new RouteTable(options, loggerFactory.CreateLogger<RouteTable>(), clock);
        var kvConfig = new KvConfigStore(options, loggerFactory.CreateLogger<KvConfigStore>());
        var scanner = new LivenessScanner(_routes, options, loggerFactory.CreateLogger<LivenessScanner>(), clock);
        var processors = CreateProcessors(options, _routes, kvConfig, loggerFactory);
        _listener = new NameServerListener(options, processors, transports, hooks, new BrokerConnectionObserver(_routes), loggerFactory, clock);
        Participants = [kvConfig, scanner, _listener];
    }

    /// <summary>What to start and stop, in the order of the stages.</summary>
    public IReadOnlyList<ILifecycleParticipant> Participants { get; }

    /// <summary>Where it listens, with the real port; null before it does.</summary>
    public TransportEndpoint? Endpoint => _listener.Endpoint;

    /// <summary>Starts all stages. When one fails, those before it are stopped again.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>A task that ends when it listens.</returns>
    public async ValueTask StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var participant in Participants)
            {
                _started.Push(participant);
                await participant.StartAsync(cancellationToken);
            }
        }
        catch
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Stops what was started, in reverse order.</summary>
    /// <param name="cancellationToken">Cuts waiting short.</param>
    /// <returns>A task that ends when all is stopped.</returns>
    public async ValueTask StopAsync(CancellationToken cancellationToken = default)
    {
        while (_started.TryPop(out var participant)) await participant.StopAsync(cancellationToken);
    }

    /// <summary>Stops, and releases the tables.</summary>
    /// <returns>A task that ends when all is released.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _listener.DisposeAsync();
        _routes.Dispose();
    }

    private static IRequestProcessor[] CreateProcessors(NameServerOptions options, RouteTable routes, KvConfigStore kvConfig, ILoggerFactory logging) =>
    [
        new RegisterBrokerProcessor(routes, kvConfig, logging.CreateLogger<RegisterBrokerProcessor>()),
        new UnregisterBrokerProcessor(routes),
        new QueryDataVersionProcessor(routes),
        new RouteProcessor(routes, kvConfig, options),
        new ClusterInfoProcessor(routes),
        new TopicListProcessor(routes),
        new DeleteTopicProcessor(routes, logging.CreateLogger<DeleteTopicProcessor>()),
        new WritePermissionProcessor(routes, logging.CreateLogger<WritePermissionProcessor>()),
        new KvConfigProcessor(kvConfig, logging.CreateLogger<KvConfigProcessor>()),
        new ConfigurationProcessor(options, logging.CreateLogger<ConfigurationProcessor>()),
    ];
}
