using System.Reflection;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer;

/// <summary>The port that brokers, clients and tools use.</summary>
internal sealed class NameServerListener : ILifecycleParticipant, IAsyncDisposable
{
    private readonly NameServerOptions _options;
    private readonly RemotingServer _server;

    public NameServerListener(
        NameServerOptions options,
        IEnumerable<IRequestProcessor> processors,
        TransportTable transports,
        RpcHookPipeline hooks,
        IConnectionObserver observer,
        ILoggerFactory loggerFactory,
        TimeProvider clock)
    {
        _options = options;
        var settings = new RemotingServerOptions { Name = "namesrv", IdleTimeout = TimeSpan.FromSeconds(options.ServerChannelMaxIdleTimeSeconds) };
        _server = new RemotingServer(settings, transports, CreateTable(processors, loggerFactory), hooks, loggerFactory, clock, observer);
    }

    /// <summary>Where it listens, with the real port; null before the start.</summary>
    public TransportEndpoint? Endpoint => _server.Endpoint;

    /// <summary>Where it listens, too, with the real ports.</summary>
    public IReadOnlyList<TransportEndpoint> FurtherEndpoints { get; private set; } = [];

    /// <inheritdoc/>
    public int Stage => LifecycleStage.Listen;

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var own = new TransportEndpoint(null, _options.BindAddress, _options.ListenPort);
        var bound = await _server.StartAsync(own, cancellationToken);
        foreach (var endpoint in FurtherListeners.Resolve(_options.Listeners, own with { Port = bound.Port }))
            FurtherEndpoints = [.. FurtherEndpoints, await _server.ListenAlsoAsync(endpoint, cancellationToken)];
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static ProcessorTable CreateTable(IEnumerable<IRequestProcessor> processors, ILoggerFactory loggerFactory)
    {
        var classes = new RequestClasses();
        var table = new ProcessorTable();
        foreach (var processor in processors)
        {
            foreach (var attribute in processor.GetType().GetCustomAttributes<RequestCodesAttribute>())
            {
                foreach (var code in attribute.Codes) table.Register(code, processor, classes.Get(attribute.RequestClass));
            }
        }

        table.RegisterDefault(new UnknownRequestProcessor(loggerFactory.CreateLogger<UnknownRequestProcessor>()), classes.Get(RequestClasses.Route));
        return table;
    }
}
