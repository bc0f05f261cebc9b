using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;
using PluggableMQ.Testing;
using PluggableMQ.Transport.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.NameServer.Tests.Support;

/// <summary>A NameServer on a free port with files of its own, and a client to it.</summary>
internal sealed class TestNameServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TransportTable _transports;
    private readonly NameServerParts _parts;
    private readonly NameServerController _controller;
    private readonly List<RemotingClient> _clients = [];
    private readonly string _directory;
    private readonly bool _ownsDirectory;

    private TestNameServer(string scheme, string? directory, TimeProvider clock, Action<NameServerOptions>? configure)
    {
        _ownsDirectory = directory is null;
        _directory = directory ?? Directory.CreateTempSubdirectory("pmq-namesrv-").FullName;
        _transports = new TransportTable([CreateTransport(new TcpTransportPlugin(), "tcp"), CreateTransport(new InMemoryTransportPlugin(), "inmemory")], scheme);
        Options = new NameServerOptions
        {
            ListenPort = 0,
            BindAddress = "127.0.0.1",
            KvConfigPath = Path.Combine(_directory, "kv", "kvConfig.json"),
            ConfigStorePath = Path.Combine(_directory, "namesrv.properties"),
        };
        configure?.Invoke(Options);
        _parts = new NameServerParts(Options, _transports, Log, clock);
        _controller = new NameServerController(Options, _parts.Participants);
    }

    public NameServerOptions Options { get; }

    public EventLog Log { get; } = new();

    public string Address => _controller.Endpoint!.ToString();

    public IReadOnlyList<ILifecycleParticipant> Participants => _controller.Participants;

    public int Port => _controller.Endpoint!.Port;

    public static async Task<TestNameServer> StartAsync(
        string scheme = "tcp", string? directory = null, TimeProvider? clock = null, Action<NameServerOptions>? configure = null)
    {
        var server = new TestNameServer(scheme, directory, clock ?? TimeProvider.System, configure);
        try
        {
            await server._controller.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with a connection of its own.</summary>
    public TestPeer Connect()
    {
        var client = new RemotingClient(new RemotingClientOptions(), _transports, RpcHookPipeline.Empty, Log, TimeProvider.System);
        _clients.Add(client);
        return new TestPeer(client, Address);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await _controller.StopAsync().AsTask().WaitAsync(Patience);
        await _parts.DisposeAsync();
        foreach (var transport in _transports.Transports) (transport as IDisposable)?.Dispose();
        if (_ownsDirectory) Directory.Delete(_directory, recursive: true);
    }

    private static ITransport CreateTransport(IPlugin plugin, string name)
    {
        var harness = new PluginHarness(plugin);
        return harness.Create(PluginKinds.Transport, name, new TransportContext(HostRole.NameServer, TimeProvider.System, harness.LoggerFactory));
    }
}

/// <summary>One connection to the NameServer: a broker's, a client's or a tool's.</summary>
internal sealed class TestPeer(RemotingClient client, string address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Task<RemotingCommand> InvokeAsync(int code, ReadOnlyMemory<byte> body = default, params (string Name, string Value)[] fields)
    {
        var request = RemotingCommand.CreateRequest(code, body);
        foreach (var (name, value) in fields) request.Fields.Set(name, value);
        return InvokeAsync(request);
    }

    public async Task<RemotingCommand> InvokeAsync(RemotingCommand request) => await client.InvokeAsync(address, request, Patience);

    public async Task DisconnectAsync() => await client.CloseAsync(address);
}
