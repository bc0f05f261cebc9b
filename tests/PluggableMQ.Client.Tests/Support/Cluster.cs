using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;
using PluggableMQ.Testing;
using PluggableMQ.Transport.InMemory;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>A NameServer, two brokers and a client factory in one process, over the in-memory transport and with a clock that the test moves.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly List<FakeServer> _servers = [];

    private Cluster(TransportTable transports) => Transports = transports;

    public TransportTable Transports { get; }

    public ManualClock Clock { get; } = new();

    public ConcurrentDictionary<string, TopicRouteData> Routes { get; } = new();

    public FakeServer NameServer { get; private set; } = null!;

    public FakeServer BrokerA { get; private set; } = null!;

    public FakeServer BrokerB { get; private set; } = null!;

    /// <summary>What the address lookup returns from now on.</summary>
    public IReadOnlyList<string> NameServerAddresses { get; set; } = [];

    /// <summary>Looks addresses up instead.</summary>
    public Func<Task<IReadOnlyList<string>>>? Lookup { get; set; }

    /// <summary>Released at each lookup.</summary>
    public SemaphoreSlim LookedUp { get; } = new(0);

    public IQueueSelectionStrategy Strategy { get; set; } = new OrderedStrategy();

    public ITraceDispatcher? Tracing { get; set; }

    public LogCollector Log { get; } = new();

    public MqClientFactory Factory { get; private set; } = null!;

    public static async Task<Cluster> StartAsync()
    {
        var transport = new PluginHarness(new InMemoryTransportPlugin())
            .Create(PluginKinds.Transport, "inmemory", new TransportContext(HostRole.Client, TimeProvider.System, NullLoggerFactory.Instance));
        var cluster = new Cluster(new TransportTable([transport], "inmemory"));
        cluster.NameServer = (await cluster.AddServerAsync()).ServeRoutes(cluster.Routes);
        cluster.BrokerA = (await cluster.AddServerAsync()).ServeSends();
        cluster.BrokerB = (await cluster.AddServerAsync()).ServeSends();
        cluster.NameServerAddresses = [cluster.NameServer.Address];
        cluster.Factory = cluster.CreateFactory();
        return cluster;
    }

    public async Task<FakeServer> AddServerAsync(string address = "127.0.0.1:0")
    {
        var server = await FakeServer.StartAsync(Transports, address);
        _servers.Add(server);
        return server;
    }

    /// <summary>Gives a topic two queues on each of both brokers.</summary>
    public void AddTopic(string topic, int queues = 2)
        => Routes[topic] = Support.Routes.Of(queues, ("broker-a", BrokerA.Address), ("broker-b", BrokerB.Address));

    /// <summary>A started producer of a client of its own.</summary>
    public async Task<Producer> StartProducerAsync(Action<ProducerOptions>? configure = null, Action<MqClientOptions>? configureClient = null)
    {
        var producer = CreateProducer(configure, configureClient);
        await producer.StartAsync();
        return producer;
    }

    public Producer CreateProducer(Action<ProducerOptions>? configure = null, Action<MqClientOptions>? configureClient = null)
    {
        var options = new ProducerOptions { ProducerGroup = "test_group", EnableMsgTrace = Tracing is not null };
        configure?.Invoke(options);
        var client = new MqClientOptions { ClientIP = "192.0.2.2", InstanceName = "test" };
        configureClient?.Invoke(client);
        return Factory.CreateProducer(options, client);
    }

    public PullConsumer CreateConsumer(Action<PullConsumerOptions>? configure = null, Action<MqClientOptions>? configureClient = null)
    {
        var options = new PullConsumerOptions { ConsumerGroup = "test_group" };
        configure?.Invoke(options);
        var client = new MqClientOptions { ClientIP = "192.0.2.2", InstanceName = "test" };
        configureClient?.Invoke(client);
        return Factory.CreatePullConsumer(options, client);
    }

    public async ValueTask DisposeAsync()
    {
        // Servers first: a client that unregisters at a server which does not answer would wait for a clock that stands still.
        foreach (var server in _servers) await server.DisposeAsync();
        await Factory.DisposeAsync();
        LookedUp.Dispose();
        Log.Dispose();
    }

    private MqClientFactory CreateFactory() => new(new MqClientServices
    {
        Transports = Transports,
        Addressing = _ => new ListAddressing(this),
        QueueSelection = _ => Strategy,
        Tracing = context =>
        {
            if (Tracing is INeedsPublisher publishing) publishing.Publisher = context.Publisher;
            return Tracing!;
        },
        LoggerFactory = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace)),
        Clock = Clock,
    });

    private sealed class ListAddressing(Cluster cluster) : ITopAddressing
    {
        public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
        {
            cluster.LookedUp.Release();
            return cluster.Lookup is { } lookup ? await lookup().WaitAsync(cancellationToken) : cluster.NameServerAddresses;
        }
    }
}

/// <summary>A trace dispatcher of a test that publishes.</summary>
internal interface INeedsPublisher
{
    ITracePublisher? Publisher { get; set; }
}
