using System.Reflection;
using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Protocol;

namespace PluggableMQ.Tests.Shared;

/// <summary>NameServer, broker and client of one process, with plugins loaded from their folders as the manifest says. Storage is in
/// memory.</summary>
internal sealed class TransportDeployment : IAsyncDisposable
{
    private const string Topic = "Crossing";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-deploy-");
    private readonly List<IAsyncDisposable> _parts = [];

    private TransportDeployment()
    {
    }

    public NameServerHost NameServer { get; private set; } = null!;

    public BrokerHost Broker { get; private set; } = null!;

    public ClientHost Client { get; private set; } = null!;

    /// <summary>Starts all.</summary>
    /// <param name="transport">The transport's name in the manifest.</param>
    /// <param name="options">The manifest's <c>options</c>, as JSON.</param>
    /// <param name="clientTransport">The client's, when it has a manifest of its own; null to share the servers'.</param>
    /// <param name="clientOptions">The client's options; null to share the servers'.</param>
    /// <param name="announced">The address that NameServer and broker are known by.</param>
    public static async Task<TransportDeployment> StartAsync(
        string transport, string options = "{}", string? clientTransport = null, string? clientOptions = null, string announced = "127.0.0.1")
    {
        var deployment = new TransportDeployment();
        try
        {
            await deployment.StartServersAsync(transport, options, announced);
            await deployment.StartClientAsync(clientTransport ?? transport, clientOptions ?? options, announced);
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends messages, the last of them large, reads all back and compares.</summary>
    public async Task SendAndReadBackAsync(int count, int largest, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        await using var producer = Client.Factory.CreateProducer(Client.ProducerOptions, Client.Options);
        await producer.StartAsync(cancellationToken: patience.Token);
        var bodies = Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"message {i}")).ToArray();
        bodies[^1] = new byte[largest];
        new Random(11).NextBytes(bodies[^1]);
        // The first makes the topic; the others go out side by side.
        await producer.SendAsync(new Message(Topic, bodies[0]), cancellationToken: patience.Token);
        await Task.WhenAll(bodies.Skip(1).Select(body => producer.SendAsync(new Message(Topic, body), cancellationToken: patience.Token).AsTask()));

        var received = await ReadBackAsync(count, patience.Token);

        Assert.Equal(bodies.Select(Convert.ToHexString).Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts)) await part.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task StartServersAsync(string transport, string options, string announced)
    {
        var host = Open("servers.json", transport, options);
        NameServer = Keep(host.CreateNameServer(Layer(("listenPort", "0"), ("kvConfigPath", Path.Combine(_directory.FullName, "kv.json")))));
        await NameServer.StartAsync();
        Broker = Keep(host.CreateBroker(Layer(
            ("listenPort", "0"), ("brokerIP1", announced), ("brokerName", "crossing"), ("namesrvAddr", Dialled("127.0.0.1")),
            ("storePathRootDir", Path.Combine(_directory.FullName, "store")))));
        await Broker.StartAsync();
    }

    private async Task StartClientAsync(string transport, string options, string announced)
    {
        var host = Open("client.json", transport, options);
        Client = Keep(host.CreateClient(Layer(("namesrvAddr", Dialled(announced)), ("producerGroup", "crossers"), ("sendMsgTimeout", "30000"))));
        await Client.StartAsync();
    }

    // The server listens on every address.
    private string Dialled(string host) => NameServer.Endpoint!.ToString().Replace("0.0.0.0", host, StringComparison.Ordinal);

    private PluginHost Open(string file, string transport, string options)
    {
        var manifest = Path.Combine(_directory.FullName, file);
        File.WriteAllText(manifest, $$"""{ "transport": "{{transport}}", "storage": "inmemory", "options": {{options}} }""");
        var plugins = typeof(TransportDeployment).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PluginDirectory").Value!;
        return Keep(PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = manifest,
            PluginDirectories = [plugins],
            Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
        }));
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    private async Task<List<string>> ReadBackAsync(int count, CancellationToken cancellationToken)
    {
        await using var consumer = Client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "readers" }, Client.Options);
        await consumer.StartAsync(cancellationToken: cancellationToken);
        var received = new List<string>();
        foreach (var queue in await FetchQueuesAsync(consumer, cancellationToken))
        {
            var offset = Math.Max(0, await consumer.GetMinOffsetAsync(queue, cancellationToken));
            var end = await consumer.GetMaxOffsetAsync(queue, cancellationToken);
            while (offset < end)
            {
                var pulled = await consumer.PullAsync(queue, "*", offset, 32, suspend: false, cancellationToken);
                received.AddRange(pulled.Messages.Select(message => Convert.ToHexString(message.Body.Span)));
                offset = pulled.NextBeginOffset;
            }
        }

        Assert.Equal(count, received.Count);
        return received;
    }

    // A topic that the first send creates is at the NameServer a moment later than at the broker.
    private static async Task<IReadOnlyList<MessageQueue>> FetchQueuesAsync(PullConsumer consumer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await consumer.FetchSubscribeQueuesAsync(Topic, cancellationToken);
            }
            catch (MqRouteException)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }

    private static SettingLayer Layer(params (string Key, string Value)[] settings) => new("test", [.. settings.Select(s => KeyValuePair.Create(s.Key, s.Value))]);
}
