using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer;

/// <summary>A NameServer: starts and stops its parts by stages. Holds no logic of its own.</summary>
/// <remarks>A host either runs <see cref="Participants"/> among its own stages, or calls <see cref="StartAsync"/> and <see cref="StopAsync"/>. Once.</remarks>
[RoleService]
public sealed class NameServerController
{
    private readonly NameServerListener _listener;
    private readonly Stack<ILifecycleParticipant> _started = new();

    /// <summary>Puts the parts together; the host's container finds and makes them.</summary>
    /// <param name="options">The settings; shared, some may change while it runs.</param>
    /// <param name="participants">The parts that start and stop.</param>
    /// <exception cref="NameServerOptionsException">A setting cannot be used; the text lists all that is wrong.</exception>
    public NameServerController(NameServerOptions options, IEnumerable<ILifecycleParticipant> participants)
    {
        ArgumentNullException.ThrowIfNull(options);
        NameServerOptionsException.ThrowIfInvalid(options);
        Participants = [.. participants.OrderBy(static participant => participant.Stage)];
        _listener = Participants.OfType<NameServerListener>().Single();
    }

    /// <summary>What to start and stop, in the order of the stages.</summary>
    public IReadOnlyList<ILifecycleParticipant> Participants { get; }

    /// <summary>Where it listens, with the real port; null before it does.</summary>
    public TransportEndpoint? Endpoint => _listener.Endpoint;

    /// <summary>Where it listens, too (<see cref="NameServerOptions.Listeners"/>), with the real ports.</summary>
    public IReadOnlyList<TransportEndpoint> FurtherEndpoints => _listener.FurtherEndpoints;

    /// <summary>Starts all stages. When one fails, those before it are stopped again.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>A task that ends when it listens.</returns>
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
        while (_started.TryPop(out var participant)) await participant.StopAsync(cancellationToken);
    }
}
