using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>A server and a client on a free port of a real transport.</summary>
internal sealed class Peers : IAsyncDisposable
{
    private readonly TransportTable _transports;

    private Peers(TransportTable transports, RemotingServer server, RemotingClient client, string address)
    {
        _transports = transports;
        Server = server;
        Client = client;
        Address = address;
    }

    public RemotingServer Server { get; }

    public RemotingClient Client { get; }

    public string Address { get; }

    public static async Task<Peers> StartAsync(Action<PeersSetup> configure, string scheme = "tcp")
    {
        var setup = new PeersSetup();
        configure(setup);
        var transports = setup.Transports ?? TestTransports.Create(scheme);
        var server = new RemotingServer(
            setup.ServerOptions, transports, setup.Processors, setup.ServerHooks, setup.Logging, setup.Clock, setup.Observer);
        var endpoint = await server.StartAsync(new TransportEndpoint(null, "127.0.0.1", 0));
        var client = new RemotingClient(setup.ClientOptions, transports, setup.ClientHooks, setup.Logging, setup.Clock);
        return new Peers(transports, server, client, endpoint.ToString());
    }

    public async Task<RemotingServer> RestartServerAsync(ProcessorTable processors)
    {
        await Server.StopAsync();
        var server = new RemotingServer(
            new RemotingServerOptions(), _transports, processors, RpcHookPipeline.Empty, NullLoggerFactory.Instance, TimeProvider.System);
        await server.StartAsync(TransportEndpoint.Parse(Address));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.StopAsync();
        foreach (var transport in _transports.Transports) (transport as IDisposable)?.Dispose();
    }
}

/// <summary>What a pair of peers is made with.</summary>
internal sealed class PeersSetup
{
    public ProcessorTable Processors { get; } = new();

    public TransportTable? Transports { get; set; }

    public RemotingServerOptions ServerOptions { get; set; } = new();

    public RemotingClientOptions ClientOptions { get; set; } = new();

    public RpcHookPipeline ServerHooks { get; set; } = RpcHookPipeline.Empty;

    public RpcHookPipeline ClientHooks { get; set; } = RpcHookPipeline.Empty;

    public ILoggerFactory Logging { get; set; } = NullLoggerFactory.Instance;

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public IConnectionObserver? Observer { get; set; }
}
