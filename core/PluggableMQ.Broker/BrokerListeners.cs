using System.Reflection;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Broker.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker;

/// <summary>The broker's two ports: the main one, and the VIP one two below it, which serves everything except pulls. Further listeners serve
/// what the main one does.</summary>
internal sealed class BrokerListeners
{
    private const int VipDistance = 2;

    private readonly BrokerOptions _options;
    private readonly BrokerIdentity _identity;
    private readonly RemotingServer _main;
    private RemotingServer _vip;
    private readonly Func<string, RemotingServer> _createServer;

    public BrokerListeners(
        BrokerOptions options,
        BrokerIdentity identity,
        RequestClasses classes,
        IEnumerable<IRequestProcessor> processors,
        Func<string, ProcessorTable, RemotingServer> createServer)
    {
        _options = options;
        _identity = identity;
        var main = new ProcessorTable();
        var vip = new ProcessorTable();
        foreach (var processor in processors) Register(processor, classes, main, vip);
        _createServer = name => createServer(name, name == "broker" ? main : vip);
        _main = _createServer("broker");
        _vip = _createServer("broker-vip");
    }

    /// <summary>Where clients are served; null before the start.</summary>
    public TransportEndpoint? Endpoint => _main.Endpoint;

    /// <summary>The VIP endpoint; null before the start.</summary>
    public TransportEndpoint? VipEndpoint => _vip.Endpoint;

    /// <summary>Where clients are served, too (<see cref="BrokerOptions.Listeners"/>), with the real ports.</summary>
    public IReadOnlyList<TransportEndpoint> FurtherEndpoints { get; private set; } = [];

    /// <summary>How many connections are open on both.</summary>
    public int ConnectionCount => _main.Connections.Count + _vip.Connections.Count;

    /// <summary>Binds both ports, and further listeners.</summary>
    /// <exception cref="TransportException">A port cannot be bound.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var bound = await _main.StartAsync(new TransportEndpoint(null, _options.BindAddress, _options.ListenPort), cancellationToken);
        _identity.SetPort(bound.Port);
        var vip = new TransportEndpoint(null, _options.BindAddress, bound.Port - VipDistance);
        try
        {
            await _vip.StartAsync(vip, cancellationToken);
        }
        catch (TransportException) when (_options.ListenPort == 0)
        {
            // Any port will do: who asks for free ports does not rely on the distance.
            await _vip.StopAsync(cancellationToken);
            _vip = _createServer("broker-vip");
            await _vip.StartAsync(vip with { Port = 0 }, cancellationToken);
        }

        foreach (var endpoint in FurtherListeners.Resolve(_options.Listeners, new TransportEndpoint(null, _options.BindAddress, bound.Port)))
            FurtherEndpoints = [.. FurtherEndpoints, await _main.ListenAlsoAsync(endpoint, cancellationToken)];
    }

    /// <summary>Stops listening, lets requests in work finish, closes all connections.</summary>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await _vip.StopAsync(cancellationToken);
        await _main.StopAsync(cancellationToken);
    }

    private static void Register(IRequestProcessor processor, RequestClasses classes, ProcessorTable main, ProcessorTable vip)
    {
        var attributes = processor.GetType().GetCustomAttributes<RequestCodesAttribute>().ToList();
        if (attributes.Count == 0)
            throw new ArgumentException(
                $"{processor.GetType()} has no [RequestCodes] attribute, so it is not known what it handles.", nameof(processor));
        foreach (var attribute in attributes)
        {
            var requestClass = classes.Get(attribute.RequestClass);
            foreach (var code in attribute.Codes)
            {
                main.Register(code, processor, requestClass);
                if (code is not (RequestCode.PullMessage or RequestCode.LitePullMessage)) vip.Register(code, processor, requestClass);
            }
        }
    }
}
