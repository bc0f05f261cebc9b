using PluggableMQ.Client.Health;

namespace PluggableMQ.Client;

/// <summary>Counts how the strategies and trace dispatchers of all producers misbehave. Thread-safe.</summary>
/// <remarks>What producers counted stays when they go; it is reset when another strategy or dispatcher takes the place of one.</remarks>
/// <param name="clock">The clock that tells how long ago something was.</param>
public sealed class ClientHealth(TimeProvider clock)
{
    /// <summary>How queue selection strategies do.</summary>
    public SelectionHealth Selection { get; } = new(clock);

    /// <summary>How trace dispatchers do.</summary>
    public TracingHealth Tracing { get; } = new(clock);
}
