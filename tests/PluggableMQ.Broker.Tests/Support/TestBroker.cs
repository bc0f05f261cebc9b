using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Tests.Support;

/// <summary>A broker with its own directory and clock, and clients that talk to it over a real transport.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<RemotingClient> _clients = [];
    private readonly bool _ownsDirectory;

    private TestBroker(TestBrokerSetup setup)
    {
        Setup = setup;
        _ownsDirectory = setup.Directory is null;
        Options = setup.Options;
        Options.StorePathRootDir = setup.Directory ?? Directory.CreateTempSubdirectory("pmq-broker-").FullName;
        if (Options.BrokerName == Environment.MachineName) Options.BrokerName = "broker-a";
        Options.BrokerIP1 = "127.0.0.1";
        Options.ListenPort = 0;
        // Tests let hours pass in one step, and their connections shall outlive that: the close of an idle one would race with the next request.
        Options.ServerChannelMaxIdleTimeSeconds = (int)TimeSpan.FromDays(20).TotalSeconds;
        Transports = setup.Transports;
        Controller = new BrokerController(
            Options, MakeStore, Transports, RpcHookPipeline.Empty, setup.Addressing, NullLoggerFactory.Instance, setup.Clock);
        Client = NewClient();
    }

    public TestBrokerSetup Setup { get; }

    public BrokerOptions Options { get; }

    public TransportTable Transports { get; }

    public BrokerController Controller { get; }

    public BrokerServices Services => Controller.Services;

    /// <summary>A client with a connection of its own.</summary>
    public RemotingClient Client { get; }

    public FakeStore Store => (FakeStore)Services.Store;

    public ManualClock Clock => (ManualClock)Setup.Clock;

    public string Address => Controller.AdvertisedAddress;

    public static async Task<TestBroker> StartAsync(Action<TestBrokerSetup>? configure = null)
    {
        var setup = new TestBrokerSetup();
        configure?.Invoke(setup);
        var broker = new TestBroker(setup);
        await broker.Controller.StartAsync();
        return broker;
    }

    public RemotingClient NewClient(SerializeType serializeType = SerializeType.Json)
    {
        var client = new RemotingClient(
            new RemotingClientOptions { SerializeType = serializeType }, Transports, RpcHookPipeline.Empty, NullLoggerFactory.Instance,
            TimeProvider.System);
        _clients.Add(client);
        return client;
    }

    /// <summary>Collects what the broker asks of a client by itself.</summary>
    public static ChannelReader<RemotingCommand> Listen(RemotingClient client, int code)
    {
        var received = Channel.CreateUnbounded<RemotingCommand>();
        client.Processors.Register(code, new Recorder(received.Writer), new RequestClass("test", 1000, inline: true));
        return received.Reader;
    }

    public async Task<RemotingCommand> AskAsync(RemotingCommand request, RemotingClient? client = null, string? address = null)
        => await (client ?? Client).InvokeAsync(address ?? Address, request, Patience, CancellationToken.None);

    public Task<RemotingCommand> AskAsync(int code, params (string Name, object Value)[] fields) => AskAsync(Requests.Make(code, fields));

    /// <summary>Sends a pull that the broker holds; returns once it is held, with the answer still to come.</summary>
    public async Task<Task<RemotingCommand>> AskAndHoldAsync(RemotingCommand pull, RemotingClient? client = null)
    {
        // Once there is a connection, what is asked for later goes out later.
        await AskAsync(Requests.Make(RequestCode.GetConsumerListByGroup, ("consumerGroup", "fence")), client);
        var answer = AskAsync(pull, client);
        // Handled behind it on the same connection.
        await AskAsync(Requests.Make(RequestCode.GetConsumerListByGroup, ("consumerGroup", "fence")), client);
        Assert.False(answer.IsCompleted, "the pull was answered at once");
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await Controller.DisposeAsync();
        foreach (var transport in Transports.Transports)
        {
            if (Setup.OwnsTransports) (transport as IDisposable)?.Dispose();
        }

        if (_ownsDirectory) Directory.Delete(Options.StorePathRootDir, recursive: true);
    }

    private IMessageStore MakeStore(MessageStoreContext context)
    {
        if (Setup.CreateStore is { } create) return create(context);
        var store = new FakeStore(context);
        Setup.ConfigureStore?.Invoke(store);
        return store;
    }

    private sealed class Recorder(ChannelWriter<RemotingCommand> writer) : IRequestProcessor
    {
        public ValueTask ProcessAsync(RequestContext context)
        {
            var copy = RemotingCommand.CreateRequest(context.Request.Code, context.Request.Body.ToArray());
            copy.Fields.CopyFrom(context.Request.Fields);
            copy.Flag = context.Request.Flag;
            writer.TryWrite(copy);
            return default;
        }
    }
}

/// <summary>What a <see cref="TestBroker"/> is made with.</summary>
internal sealed class TestBrokerSetup
{
    private TransportTable? _transports;

    public BrokerOptions Options { get; } = new();

    public TimeProvider Clock { get; set; } = new ManualClock();

    public string Scheme { get; set; } = "inmemory";

    public string? Directory { get; set; }

    public ITopAddressing? Addressing { get; set; }

    public Action<FakeStore>? ConfigureStore { get; set; }

    public Func<MessageStoreContext, IMessageStore>? CreateStore { get; set; }

    public bool OwnsTransports { get; private set; } = true;

    public TransportTable Transports
    {
        get => _transports ??= TestPlugins.CreateTransports(Scheme);
        set => (_transports, OwnsTransports) = (value, false);
    }
}
