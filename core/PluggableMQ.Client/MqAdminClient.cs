using PluggableMQ.Client.Administration;
using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Pulling;
using PluggableMQ.Client.Validation;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client;

/// <summary>Asks and changes NameServers and brokers (<c>DefaultMQAdminExt</c> in RocketMQ). Made by
/// <see cref="MqClientFactory.CreateAdminClient"/>. Thread-safe.</summary>
/// <remarks>Calls throw <see cref="MqServerException"/> for an error answer, <see cref="MqProtocolException"/> for one that cannot be read,
/// <see cref="Remoting.RemotingException"/> when there is none within 5 seconds, <see cref="MqRouteException"/> without a NameServer.</remarks>
public sealed partial class MqAdminClient : IAsyncDisposable
{
    private readonly MqClientFactory _factory;
    private readonly MqClientServices _services;
    private readonly Lifecycle _lifecycle = new("admin client");
    private MqClientOptions _clientOptions;
    private MqClient? _client;
    private AdminCalls _calls = null!;
    private MessageQueries _queries = null!;

    internal MqAdminClient(MqClientFactory factory, MqClientOptions clientOptions, MqClientServices services)
    {
        _factory = factory;
        _clientOptions = clientOptions;
        _services = services;
    }

    /// <summary>Where it is in its life.</summary>
    public ServiceState State => _lifecycle.State;

    /// <summary>Starts: checks the settings and looks the NameServers up.</summary>
    /// <param name="cancellationToken">Gives up; the start has then failed.</param>
    /// <returns>A task that ends when it can be used.</returns>
    /// <exception cref="MqServiceStateException">It was started before.</exception>
    /// <exception cref="MqIllegalArgumentException">A setting is not acceptable.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken = default)
    {
        _lifecycle.BeginStart();
        _clientOptions = _clientOptions.Clone();
        OptionChecks.Check(_clientOptions);
        var client = _factory.Acquire(_clientOptions, stream: false, keepDefaultName: false);
        try
        {
            await client.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await _factory.ReleaseAsync(client).ConfigureAwait(false);
            throw;
        }

        _client = client;
        _calls = new AdminCalls(client);
        _queries = new MessageQueries(client, _calls);
        _lifecycle.Started();
    }

    /// <summary>Shuts down. Does nothing before the start and after the first call.</summary>
    /// <returns>A task that ends when it is done.</returns>
    public async ValueTask ShutdownAsync()
    {
        if (_lifecycle.BeginShutdown() && _client is { } client) await _factory.ReleaseAsync(client).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ShutdownAsync"/>
    public ValueTask DisposeAsync() => ShutdownAsync();

    /// <summary>All brokers and clusters (106).</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Addresses by broker name, broker names by cluster.</returns>
    public ValueTask<ClusterInfo> GetClusterInfoAsync(CancellationToken cancellationToken = default) => Calls.GetClusterInfoAsync(cancellationToken);

    /// <summary>The route of a topic (105).</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its queues and brokers; a missing topic is a <see cref="MqServerException"/> of code 17.</returns>
    public ValueTask<TopicRouteData> GetRouteAsync(string topic, CancellationToken cancellationToken = default) => Calls.GetRouteAsync(topic, cancellationToken);

    /// <summary>All topics (206).</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names, system topics included.</returns>
    public ValueTask<IReadOnlyList<string>> GetTopicsAsync(CancellationToken cancellationToken = default) => Calls.GetTopicsAsync(cancellationToken);

    /// <summary>The offsets of a topic's queues, of all its brokers (105, 202).</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Smallest offset, end and last time by queue.</returns>
    public ValueTask<TopicStatsTable> GetTopicStatsAsync(string topic, CancellationToken cancellationToken = default) => Calls.GetTopicStatsAsync(topic, cancellationToken);

    private AdminCalls Calls
    {
        get
        {
            _lifecycle.EnsureRunning();
            return _calls;
        }
    }

    private MessageQueries Queries
    {
        get
        {
            _lifecycle.EnsureRunning();
            return _queries;
        }
    }
}
