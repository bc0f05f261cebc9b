using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Hosting.Lifecycle;

/// <summary>Tells that the servers listen, right after they do.</summary>
internal sealed class ListeningAnnouncement(Action? announce) : ILifecycleParticipant
{
    /// <inheritdoc/>
    public int Stage => LifecycleStage.Listen + 1;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        announce?.Invoke();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => default;
}
