using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Composition;

/// <summary>A store, or a decorator of one, whose start tells which plugin's it was that failed. A <see cref="StoreException"/> says by itself all that
/// it takes. Off every hot path: appender and reader are the plugin's own.</summary>
/// <param name="store">The store.</param>
/// <param name="plugin">Its plugin.</param>
/// <param name="use">What it is used as, for people.</param>
internal sealed class NamedStore(IMessageStore store, PluginEntry plugin, string use) : IMessageStore
{
    /// <inheritdoc/>
    public bool IsDurable => store.IsDurable;

    /// <inheritdoc/>
    public IMessageAppender Appender => store.Appender;

    /// <inheritdoc/>
    public IMessageReader Reader => store.Reader;

    /// <inheritdoc/>
    public IStoreHealth Health => store.Health;

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is not (StoreException or PluginException) && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw PluginException.Failed(plugin, PluginPhase.Start, $"{use} did not start: {e.GetType().Name}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => store.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public TFeature? GetFeature<TFeature>() where TFeature : class => store.GetFeature<TFeature>();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();
}
