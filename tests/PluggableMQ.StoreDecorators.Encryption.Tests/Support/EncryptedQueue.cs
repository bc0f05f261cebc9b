using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Addressing.Static;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;
using PluggableMQ.QueueSelection.RoundRobin;
using PluggableMQ.Remoting;
using PluggableMQ.Storage.CommitLog;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Testing;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.StoreDecorators.Encryption.Tests.Support;

/// <summary>A NameServer, a broker whose store is encrypted, and a client over TCP, composed as hosts do.</summary>
internal sealed class EncryptedQueue : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PluginHost _host;
    private readonly NameServerHost _nameServer;
    private readonly BrokerHost _broker;
    private readonly ClientHost _client;
    private readonly RemotingClient _remoting;

    private EncryptedQueue(DirectoryInfo directory, string options)
    {
        var manifest = Path.Combine(directory.FullName, "pluggablemq.json");
        File.WriteAllText(manifest, $$"""
            {
              "pluginDirectories": [], "transport": "tcp", "storage": "commitlog", "storeDecorators": ["encryption"], "tracing": "none", "rpcHooks": [],
              "options": {
                "PluggableMQ.Storage.CommitLog": { "mappedFileSizeCommitLog": 16777216, "maxHashSlotNum": 1000, "maxIndexNum": 5000 },
                "PluggableMQ.StoreDecorators.Encryption": {{options}}
              }
            }
            """);
        IPlugin[] plugins = [new TcpTransportPlugin(), new CommitLogPlugin(), new InMemoryPlugin(), new EncryptionPlugin(), new RoundRobinPlugin(), new StaticPlugin()];
        _host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = manifest,
            CompiledIn = Array.ConvertAll(plugins, plugin => new CompiledInPlugin(plugin)),
            Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
        });
        _nameServer = _host.CreateNameServer(Layer(("listenPort", "0"), ("kvConfigPath", Path.Combine(directory.FullName, "kvConfig.json"))));
        _nameServer.StartAsync().AsTask().GetAwaiter().GetResult();
        var nameServer = _nameServer.Endpoint!.ToString().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        _broker = _host.CreateBroker(Layer(
            ("namesrvAddr", nameServer), ("listenPort", "0"), ("brokerIP1", "127.0.0.1"), ("brokerName", "broker-a"),
            ("storePathRootDir", Path.Combine(directory.FullName, "store"))));
        _client = _host.CreateClient(Layer(("namesrvAddr", nameServer)));
        var transport = new PluginHarness(new TcpTransportPlugin())
            .Create(PluginKinds.Transport, "tcp", new TransportContext(HostRole.Client, TimeProvider.System, NullLoggerFactory.Instance));
        _remoting = new RemotingClient(
            new RemotingClientOptions(), new TransportTable([transport], "tcp"), RpcHookPipeline.Empty, NullLoggerFactory.Instance, TimeProvider.System);
        Options = new MqClientOptions { NamesrvAddr = nameServer, PollNameServerInterval = 100 };
    }

    public MqClientOptions Options { get; }

    public Producer Producer { get; private set; } = null!;

    public PullConsumer Consumer { get; private set; } = null!;

    public MqAdminClient Admin { get; private set; } = null!;

    /// <param name="directory">Where the store is; outlives this.</param>
    /// <param name="keys">The ids of the master keys; the last one is active.</param>
    public static async Task<EncryptedQueue> StartAsync(DirectoryInfo directory, params string[] keys)
    {
        var list = string.Join(", ", keys.Select(id => $$"""{ "id": "{{id}}", "key": "{{TestKeys.Of(id)}}" }"""));
        var queue = new EncryptedQueue(directory, $$"""{ "keys": [{{list}}], "activeKey": "{{keys[^1]}}" }""");
        await queue._broker.StartAsync();
        await queue._client.StartAsync();
        queue.Producer = queue._client.Factory.CreateProducer(new ProducerOptions { ProducerGroup = "orders" }, queue.Options);
        queue.Consumer = queue._client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "billing" }, queue.Options);
        queue.Admin = queue._client.Factory.CreateAdminClient(queue.Options);
        await queue.Producer.StartAsync();
        await queue.Consumer.StartAsync();
        await queue.Admin.StartAsync();
        // Finds the topic, or the template that it will be made from.
        await queue.Producer.FetchPublishQueuesAsync("Orders");
        return queue;
    }

    /// <summary>The messages of a queue from an offset on, at least so many; waits for them.</summary>
    public async Task<IReadOnlyList<MessageExt>> PullAsync(MessageQueue queue, int count, long offset = 0)
    {
        var messages = new List<MessageExt>();
        await FindAsync(queue.Topic);
        using var patience = new CancellationTokenSource(Patience);
        while (messages.Count < count)
        {
            var pulled = await Consumer.PullAsync(queue, "*", offset, 32, suspend: true, patience.Token);
            messages.AddRange(pulled.Messages);
            offset = pulled.NextBeginOffset;
        }

        return messages;
    }

    // The NameServer learns of a new topic a moment after the broker; no event tells a client.
    private async Task FindAsync(string topic)
    {
        for (var deadline = DateTime.UtcNow + Patience; ;)
        {
            try
            {
                await Consumer.FetchSubscribeQueuesAsync(topic);
                return;
            }
            catch (MqRouteException) when (DateTime.UtcNow < deadline)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Sends the broker a request that this client has no method for.</summary>
    public async Task InvokeAsync(int code, Action<HeaderFields> fill)
    {
        var request = new RemotingCommand { Code = code };
        fill(request.Fields);
        var response = await _remoting.InvokeAsync(_broker.AdvertisedAddress, request, Patience);
        Assert.Equal((ResponseCode.Success, null), (response.Code, response.Remark));
    }

    public async ValueTask DisposeAsync()
    {
        await Producer.DisposeAsync();
        await Consumer.DisposeAsync();
        await Admin.DisposeAsync();
        await _remoting.DisposeAsync();
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
        await _nameServer.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static SettingLayer Layer(params (string Key, string Value)[] values)
        => new("test", [.. values.Select(value => KeyValuePair.Create(value.Key, value.Value))]) { IsOptional = true };
}
