namespace PluggableMQ.Abstractions.Addressing;

/// <summary>Tells that the addresses may have changed, so that a host need not wait for its next lookup. Implemented beside
/// <see cref="ITopAddressing"/>; since SPI 1.1.</summary>
/// <remarks>The host looks the addresses up one second after a change is told, so that several changes in a row cost one lookup, and never more often
/// than once a second. The lookups every 120 seconds go on: a change that is never told takes effect with them.</remarks>
public interface IAddressingChangeSource
{
    /// <summary>Waits until the addresses may have changed. One caller at a time, which calls again after each change.</summary>
    /// <param name="cancellationToken">Ends the wait: the host stops.</param>
    /// <returns>A task that ends at a change. A change between two calls is not lost: the later call ends at once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask WaitForChangeAsync(CancellationToken cancellationToken);
}
