namespace PluggableMQ.Abstractions.Storage;

/// <summary>Where messages live. Small on purpose: what a store can do is in the capability interfaces that it hands out.</summary>
/// <remarks>
/// Order of calls: made by its factory, <see cref="StartAsync"/>, use, <see cref="StopAsync"/>, dispose. A decorator wraps another
/// store and forwards what it does not change; <see cref="GetFeature{TFeature}"/> lets optional abilities pass through it.
/// </remarks>
public interface IMessageStore : IAsyncDisposable
{
    /// <summary>Whether messages outlive the process. Consumer offsets are persisted only beside a durable store.</summary>
    bool IsDurable { get; }

    /// <summary>Adds messages.</summary>
    IMessageAppender Appender { get; }

    /// <summary>Reads messages and offsets.</summary>
    IMessageReader Reader { get; }

    /// <summary>Says how the store is.</summary>
    IStoreHealth Health { get; }

    /// <summary>Opens the store and recovers what a crash left.</summary>
    /// <param name="cancellationToken">Stops the opening; the files stay valid.</param>
    /// <returns>A task that ends when the store can be read and written.</returns>
    /// <exception cref="StoreException">The files cannot be opened; the text says which and what to do.</exception>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Refuses new messages, makes everything durable, and marks the stop as clean.</summary>
    /// <param name="cancellationToken">Gives up waiting; what was acknowledged stays safe.</param>
    /// <returns>A task that ends when the store is closed.</returns>
    ValueTask StopAsync(CancellationToken cancellationToken);

    /// <summary>An optional ability: <see cref="IMessageIndex"/>, <see cref="IQueueMaintenance"/>, <see cref="IReplicationLog"/>, or a third party's.</summary>
    /// <typeparam name="TFeature">The ability's interface.</typeparam>
    /// <returns>The ability, or null when the store does not have it.</returns>
    TFeature? GetFeature<TFeature>() where TFeature : class;
}
