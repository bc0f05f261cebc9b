using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Naming;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <summary>Makes producers, consumers and administration clients. Those with one client id share connections, routes and heartbeats
/// (<c>MQClientManager</c> in RocketMQ). Thread-safe; an application has one.</summary>
public sealed class MqClientFactory : IAsyncDisposable
{
    private readonly MqClientServices _services;
    private readonly Dictionary<string, MqClient> _clients = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly UniqueIdGenerator _ids;
    private int _tracers;
    private bool _disposed;

    /// <summary>Makes a factory; nothing is opened before something starts.</summary>
    /// <param name="services">The plugins and the surroundings; they belong to the host, nothing of them is disposed here.</param>
    public MqClientFactory(MqClientServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _ids = new UniqueIdGenerator(services.Clock, UniqueIdGenerator.ChooseAddress(LocalAddress.GetAll()));
    }

    /// <summary>Makes a producer, which is not started yet.</summary>
    /// <param name="options">Its settings; checked at its start, and copied then.</param>
    /// <param name="client">The client's settings, likewise; null for the defaults.</param>
    /// <returns>The producer.</returns>
    public Producer CreateProducer(ProducerOptions options, MqClientOptions? client = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Producer(this, options, client ?? new MqClientOptions(), _services);
    }

    /// <summary>Makes a pull consumer, which is not started yet.</summary>
    /// <param name="options">Its settings; checked at its start, and copied then.</param>
    /// <param name="client">The client's settings, likewise; null for the defaults.</param>
    /// <returns>The consumer.</returns>
    public PullConsumer CreatePullConsumer(PullConsumerOptions options, MqClientOptions? client = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PullConsumer(this, options, client ?? new MqClientOptions(), _services);
    }

    /// <summary>Makes an administration client, which is not started yet.</summary>
    /// <param name="client">The client's settings; checked at its start, and copied then; null for the defaults.</param>
    /// <returns>The administration client.</returns>
    public MqAdminClient CreateAdminClient(MqClientOptions? client = null) => new(this, client ?? new MqClientOptions(), _services);

    /// <summary>Stops the client instances that are still in use; producers and consumers of them fail from then on.</summary>
    /// <returns>A task that ends when all connections are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        MqClient[] clients;
        lock (_gate)
        {
            _disposed = true;
            clients = [.. _clients.Values];
            _clients.Clear();
        }

        foreach (var client in clients) await client.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The client instance of an id, made if need be; each call must be followed by <see cref="ReleaseAsync"/>.</summary>
    internal MqClient Acquire(MqClientOptions options, bool stream, bool keepDefaultName)
    {
        var instance = ClientIds.GetInstanceName(options, keepDefaultName, _services.Clock);
        var id = ClientIds.Create(options, instance, stream);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_clients.TryGetValue(id, out var client))
            {
                client = new MqClient(id, stream, options, _services, _ids);
                _clients.Add(id, client);
            }

            client.Users++;
            return client;
        }
    }

    /// <summary>Ends a use; the last one stops the instance.</summary>
    internal async ValueTask ReleaseAsync(MqClient client)
    {
        lock (_gate)
        {
            if (--client.Users > 0 || !_clients.Remove(client.ClientId)) return;
        }

        await client.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A number for a trace publisher's group.</summary>
    internal int NextTracer() => Interlocked.Increment(ref _tracers) - 1;
}
