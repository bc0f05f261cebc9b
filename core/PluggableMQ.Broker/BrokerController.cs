using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Broker.Options;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker;

/// <summary>A broker: composes its services and starts and stops them by stages. Holds no logic of its own.</summary>
/// <remarks>
/// A host either runs <see cref="Participants"/> among its own stages, or calls <see cref="StartAsync"/> and <see cref="StopAsync"/>. Once.
/// </remarks>
public sealed class BrokerController : IAsyncDisposable
{
    private readonly BrokerServices _services;
    private readonly Stack<ILifecycleParticipant> _started = new();

    /// <summary>Makes a broker that does not listen yet.</summary>
    /// <param name="options">The settings; shared, some may change while it runs.</param>
    /// <param name="createStore">Makes the message store. The broker starts, stops and disposes it.</param>
    /// <param name="transports">The transports.</param>
    /// <param name="hooks">Runs around each request, received or sent.</param>
    /// <param name="addressing">Where the NameServers are; null to use <see cref="BrokerOptions.NamesrvAddr"/> alone.</param>
    /// <param name="loggerFactory">The logging.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="BrokerOptionsException">A setting cannot be used; the text lists all that is wrong.</exception>
    public BrokerController(
        BrokerOptions options,
        Func<MessageStoreContext, IMessageStore> createStore,
        TransportTable transports,
        RpcHookPipeline hooks,
        ITopAddressing? addressing,
        ILoggerFactory loggerFactory,
        TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(createStore);
        BrokerOptionsException.ThrowIfInvalid(options);
        _services = new BrokerServices(options, createStore, transports, hooks, addressing, loggerFactory, clock);
        Participants = _services.CreateStages();
    }

    /// <summary>What to start and stop, in the order of the stages.</summary>
    public IReadOnlyList<ILifecycleParticipant> Participants { get; }

    /// <summary>Where clients are served, with the real port; null before it listens.</summary>
    public TransportEndpoint? Endpoint => _services.Listeners.Endpoint;

    /// <summary>The VIP endpoint, with the real port; null before it listens.</summary>
    public TransportEndpoint? VipEndpoint => _services.Listeners.VipEndpoint;

    /// <summary>Where clients are served, too (<see cref="BrokerOptions.Listeners"/>), with the real ports.</summary>
    public IReadOnlyList<TransportEndpoint> FurtherEndpoints => _services.Listeners.FurtherEndpoints;

    /// <summary>What the broker tells its NameServers that clients should dial.</summary>
    public string AdvertisedAddress => _services.Identity.Address;

    /// <summary>Ends when the store has failed for good, with the cause: the host should stop then. Never completes otherwise.</summary>
    public Task<Exception> Failure => _services.Failure.Task;

    /// <summary>The broker's own pieces, for tests.</summary>
    internal BrokerServices Services => _services;

    /// <summary>Starts all stages. When one fails, those before it are stopped again.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>A task that ends when the broker serves clients and has registered.</returns>
    public async ValueTask StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var participant in Participants)
            {
                _started.Push(participant);
                await participant.StartAsync(cancellationToken);
            }
        }
        catch
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Stops what was started, in reverse order.</summary>
    /// <param name="cancellationToken">Cuts waiting short.</param>
    /// <returns>A task that ends when all is stopped.</returns>
    public async ValueTask StopAsync(CancellationToken cancellationToken = default)
    {
        List<Exception>? failures = null;
        while (_started.TryPop(out var participant))
        {
            try
            {
                await participant.StopAsync(cancellationToken);
            }
#pragma warning disable CA1031 // Whatever one stage throws, the others must stop too; all failures are thrown together below.
            catch (Exception e)
#pragma warning restore CA1031
            {
                (failures ??= []).Add(e);
            }
        }

        if (failures is not null) throw new AggregateException("The broker did not stop cleanly.", failures);
    }

    /// <summary>Stops, and gives up the store.</summary>
    /// <returns>A task that ends when all is released.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }
}
