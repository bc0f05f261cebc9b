using PluggableMQ.Abstractions.Storage;

namespace Template._1;

/// <summary>A store whose bodies are packed. What does not see bodies (health, an index, housekeeping) is the inner store's own.</summary>
internal sealed class MyDecoratorStore(StoreDecoratorContext context, MyDecoratorOptions options) : IMessageStore
{
    private readonly IMessageStore _inner = context.Inner;

    /// <inheritdoc/>
    public bool IsDurable => _inner.IsDurable;

    /// <inheritdoc/>
    public IMessageAppender Appender { get; } = new PackingAppender(context.Inner.Appender, options.MinBytes, context.Store.MaxMessageSize);

    /// <inheritdoc/>
    public IMessageReader Reader { get; } = new UnpackingReader(context.Inner.Reader);

    /// <inheritdoc/>
    public IStoreHealth Health => _inner.Health;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken) => _inner.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => _inner.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public TFeature? GetFeature<TFeature>() where TFeature : class => _inner.GetFeature<TFeature>();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
