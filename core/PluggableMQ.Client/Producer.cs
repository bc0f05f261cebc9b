using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Naming;
using PluggableMQ.Client.Sending;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Client.Validation;

namespace PluggableMQ.Client;

/// <summary>Sends messages (<c>DefaultMQProducer</c> in RocketMQ). Made by <see cref="MqClientFactory.CreateProducer"/>. Thread-safe.</summary>
/// <remarks>
/// A message must not be changed while it is being sent, and its body's memory must stay valid until then. Sending sets the message's
/// unique id and leaves its body as it is. All failures to send are <see cref="MqClientException"/>s.
/// </remarks>
public sealed partial class Producer : IAsyncDisposable
{
    private readonly MqClientFactory _factory;
    private readonly MqClientServices _services;
    private readonly ILogger _logger;
    private readonly Lifecycle _lifecycle = new("producer");
    private ProducerOptions _options;
    private MqClientOptions _clientOptions;
    private string _group;
    private MqClient? _client;
    private MessagePreparer _preparer = null!;
    private MessageSender _sender = null!;
    private QueueSelector? _selector;
    private IQueueSelectionStrategy? _strategy;
    private ITraceDispatcher? _dispatcher;
    private TraceQueue? _traces;
    private TracePublisher? _publisher;
    private TimeSpan _timeout;

    internal Producer(MqClientFactory factory, ProducerOptions options, MqClientOptions clientOptions, MqClientServices services)
    {
        _factory = factory;
        _options = options;
        _clientOptions = clientOptions;
        _services = services;
        _group = options.ProducerGroup;
        _logger = services.LoggerFactory.CreateLogger("PluggableMQ.Client.Producer");
    }

    /// <summary>The producer group.</summary>
    public string Group => _options.ProducerGroup;

    /// <summary>Where it is in its life.</summary>
    public ServiceState State => _lifecycle.State;

    /// <summary>The client id, <c>ip@instance[@unit]</c>; null before the start.</summary>
    public string? ClientId => _client?.ClientId;

    /// <summary>How often the queue selection strategy threw or returned a foreign queue, so that round robin was used.</summary>
    public long SelectionFallbacks => _selector?.Fallbacks ?? 0;

    /// <summary>How many trace records were dropped because the dispatcher was too slow.</summary>
    public long DroppedTraces => _traces?.Dropped ?? 0;

    /// <summary>Starts: checks group and settings, joins the client instance, looks the NameServers up and announces itself to known brokers.</summary>
    /// <param name="cancellationToken">Gives up; the start has then failed.</param>
    /// <returns>A task that ends when it can send.</returns>
    /// <exception cref="MqServiceStateException">It was started before, or the group is in use in this client instance.</exception>
    /// <exception cref="MqIllegalArgumentException">The group or a setting is not acceptable.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken = default)
    {
        _lifecycle.BeginStart();
        _options = _options.Clone();
        _clientOptions = _clientOptions.Clone();
        NameChecks.CheckProducerGroup(_options.ProducerGroup);
        OptionChecks.Check(_clientOptions, _options);
        var client = _factory.Acquire(_clientOptions, stream: false, keepDefaultName: false);
        try
        {
            Join(client);
            await client.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await LeaveAsync(client).ConfigureAwait(false);
            throw;
        }

        _lifecycle.Started();
        _logger.ProducerStarted(_group, client.ClientId);
        // It runs already: giving up would not undo that.
        await client.Heartbeats.SendAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Shuts down: hands the last trace records over, unregisters at the brokers, and closes the connections if no one else uses
    /// them. Does nothing before the start and after the first call.</summary>
    /// <returns>A task that ends when it is done.</returns>
    public async ValueTask ShutdownAsync()
    {
        if (!_lifecycle.BeginShutdown() || _client is not { } client) return;
        if (_traces is not null) await _traces.DisposeAsync().ConfigureAwait(false);
        if (_publisher is not null) await _publisher.DisposeAsync().ConfigureAwait(false);
        client.Groups.RemoveProducer(_group);
        await client.Heartbeats.UnregisterAsync(_group, null, CancellationToken.None).ConfigureAwait(false);
        await ReleasePluginsAsync().ConfigureAwait(false);
        await _factory.ReleaseAsync(client).ConfigureAwait(false);
        _logger.ProducerStopped(_group);
    }

    /// <inheritdoc cref="ShutdownAsync"/>
    public ValueTask DisposeAsync() => ShutdownAsync();

    private void Join(MqClient client)
    {
        _group = NamespaceNames.Wrap(client.Namespace, _options.ProducerGroup);
        if (!client.Groups.TryAddProducer(_group))
        {
            _lifecycle.Refused();
            throw new MqServiceStateException($"The producer group[{_group}] has been created before, specify another name please.{Faq.Line}");
        }

        _client = client;
        _timeout = TimeSpan.FromMilliseconds(_options.SendMsgTimeout);
        client.Routes.Watch(_options.CreateTopicKey);
        _strategy = _services.QueueSelection(new QueueSelectionContext(_options.ProducerGroup, _services.Clock, _services.LoggerFactory));
        _selector = new QueueSelector(_strategy, _group, _services.Clock, _logger, _services.Health.Selection);
        _preparer = new MessagePreparer(_options, client.Namespace, client.Ids, _logger);
        _sender = new MessageSender(client, _options, _group, _selector, CreateTracer(), _logger);
    }

    private SendTracer? CreateTracer()
    {
        if (!_options.EnableMsgTrace || _services.Tracing is not { } tracing) return null;
        _publisher = new TracePublisher(_factory, _clientOptions, _options.ProducerGroup, _factory.NextTracer());
        _dispatcher = tracing(new TraceDispatcherContext(_options.ProducerGroup, _publisher, _services.Clock, _services.LoggerFactory));
        _traces = new TraceQueue(_dispatcher, _options.ProducerGroup, _services.Clock, _logger, _services.Health.Tracing);
        return new SendTracer(_traces, _services.IsTracing, _options.ProducerGroup, _services.Clock);
    }

    private async ValueTask LeaveAsync(MqClient client)
    {
        if (_traces is not null) await _traces.DisposeAsync().ConfigureAwait(false);
        if (_client is not null) client.Groups.RemoveProducer(_group);
        _client = null;
        await ReleasePluginsAsync().ConfigureAwait(false);
        await _factory.ReleaseAsync(client).ConfigureAwait(false);
    }

    // A host's strategy and dispatcher come in its own wrapping, which tells it that they are no longer used.
    private async ValueTask ReleasePluginsAsync()
    {
        if (_strategy is IAsyncDisposable strategy) await strategy.DisposeAsync().ConfigureAwait(false);
        if (_dispatcher is IAsyncDisposable dispatcher) await dispatcher.DisposeAsync().ConfigureAwait(false);
    }
}
