using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Broker;

/// <summary>One step of the broker's start, and how it is undone.</summary>
internal sealed class BrokerStage : ILifecycleParticipant
{
    private readonly Func<CancellationToken, ValueTask> _start;
    private readonly Func<CancellationToken, ValueTask> _stop;

    public BrokerStage(int stage, Func<CancellationToken, ValueTask> start, Func<CancellationToken, ValueTask> stop)
    {
        Stage = stage;
        _start = start;
        _stop = stop;
    }

    /// <inheritdoc/>
    public int Stage { get; }

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken) => _start(cancellationToken);

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => _stop(cancellationToken);
}
