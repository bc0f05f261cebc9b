using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Naming;
using PluggableMQ.Client.Pulling;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Client.Validation;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client;

/// <summary>Pulls messages when asked, and keeps no offsets of its own (<c>DefaultMQPullConsumer</c> in RocketMQ). Made by
/// <see cref="MqClientFactory.CreatePullConsumer"/>. Thread-safe.</summary>
public sealed partial class PullConsumer : IAsyncDisposable
{
    private readonly MqClientFactory _factory;
    private readonly MqClientServices _services;
    private readonly ILogger _logger;
    private readonly Lifecycle _lifecycle = new("PullConsumer");
    private readonly ConcurrentDictionary<string, SubscriptionData> _subscriptions = new(StringComparer.Ordinal);
    private PullConsumerOptions _options;
    private MqClientOptions _clientOptions;
    private Membership? _membership;
    private MqClient? _client;
    private PullCalls _pulls = null!;
    private QueueCalls _queues = null!;
    private TracePublisher? _publisher;
    private string _group = "";

    internal PullConsumer(MqClientFactory factory, PullConsumerOptions options, MqClientOptions clientOptions, MqClientServices services)
    {
        _factory = factory;
        _options = options;
        _clientOptions = clientOptions;
        _services = services;
        _logger = services.LoggerFactory.CreateLogger("PluggableMQ.Client.PullConsumer");
    }

    /// <summary>The consumer group.</summary>
    public string Group => _options.ConsumerGroup;

    /// <summary>Where it is in its life.</summary>
    public ServiceState State => _lifecycle.State;

    /// <summary>The client id, <c>ip@instance[@unit]@STREAM</c>; null before the start.</summary>
    public string? ClientId => _client?.ClientId;

    /// <summary>Starts: checks group and settings, joins the client instance and looks the NameServers up.</summary>
    /// <param name="cancellationToken">Gives up; the start has then failed.</param>
    /// <returns>A task that ends when it can pull.</returns>
    /// <exception cref="MqServiceStateException">It was started before, or the group is in use in this client instance.</exception>
    /// <exception cref="MqIllegalArgumentException">The group or a setting is not acceptable.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken = default)
    {
        _lifecycle.BeginStart();
        _options = _options.Clone();
        _clientOptions = _clientOptions.Clone();
        NameChecks.CheckConsumerGroup(_options.ConsumerGroup);
        OptionChecks.Check(_clientOptions, _options);
        var client = _factory.Acquire(_clientOptions, stream: true, keepDefaultName: _options.MessageModel == MessageModel.Broadcasting);
        try
        {
            Join(client);
            await client.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(client);
            await _factory.ReleaseAsync(client).ConfigureAwait(false);
            throw;
        }

        _lifecycle.Started();
        _logger.PullConsumerStarted(_group, client.ClientId);
    }

    /// <summary>Shuts down: unregisters at the brokers, and closes the connections if no one else uses them. Does nothing before the start and
    /// after the first call.</summary>
    /// <returns>A task that ends when it is done.</returns>
    public async ValueTask ShutdownAsync()
    {
        if (!_lifecycle.BeginShutdown() || _client is not { } client) return;
        if (_publisher is not null) await _publisher.DisposeAsync().ConfigureAwait(false);
        if (_membership is not null) client.Groups.RemoveConsumer(_membership);
        await client.Heartbeats.UnregisterAsync(null, _group, CancellationToken.None).ConfigureAwait(false);
        await _factory.ReleaseAsync(client).ConfigureAwait(false);
        _logger.PullConsumerStopped(_group);
    }

    /// <inheritdoc cref="ShutdownAsync"/>
    public ValueTask DisposeAsync() => ShutdownAsync();

    private void Join(MqClient client)
    {
        _group = NamespaceNames.Wrap(client.Namespace, _options.ConsumerGroup);
        var membership = new Membership(this);
        if (!client.Groups.TryAddConsumer(membership))
        {
            _lifecycle.Refused();
            throw new MqServiceStateException($"The consumer group[{_group}] has been created before, specify another name please.{Faq.Line}");
        }

        _client = client;
        _membership = membership;
        _pulls = new PullCalls(client, _group, _options);
        _queues = new QueueCalls(client);
        ListenForSpans();
        foreach (var topic in _options.RegisterTopics) Subscribe(client, NamespaceNames.Wrap(client.Namespace, topic));
    }

    // A pull leaves no trace records, but a dispatcher that exports spans listens from its making on.
    private void ListenForSpans()
    {
        if (_services.Tracing is not { } tracing) return;
        _publisher = new TracePublisher(_factory, _clientOptions, _options.ConsumerGroup, _factory.NextTracer());
        tracing(new TraceDispatcherContext(_options.ConsumerGroup, _publisher, _services.Clock, _services.LoggerFactory));
    }

    private void Leave(MqClient client)
    {
        if (_membership is not null) client.Groups.RemoveConsumer(_membership);
        _membership = null;
        _client = null;
    }

    // Java announces a topic with '*': what is wanted of it comes with each pull.
    private void Subscribe(MqClient client, string topic)
    {
        if (_subscriptions.ContainsKey(topic)) return;
        var now = _services.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (!_subscriptions.TryAdd(topic, SubscriptionData.Parse(topic, SubscriptionData.All, now))) return;
        client.Routes.Watch(topic);
        client.TriggerHeartbeat();
    }

    private sealed class Membership(PullConsumer consumer) : IConsumerGroup
    {
        public string Group => consumer._group;

        public ConsumerData Describe() => new()
        {
            GroupName = consumer._group,
            ConsumeType = ConsumeType.Actively,
            MessageModel = consumer._options.MessageModel,
            ConsumeFromWhere = ConsumeFromWhere.LastOffset,
            SubscriptionDataSet = [.. consumer._subscriptions.Values],
            UnitMode = consumer._clientOptions.UnitMode,
        };
    }
}
