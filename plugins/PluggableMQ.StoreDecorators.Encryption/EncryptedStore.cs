using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.StoreDecorators.Encryption.Keys;
using PluggableMQ.StoreDecorators.Encryption.Reading;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>A store whose message bodies are encrypted. Optional abilities of the inner store pass through: an index and housekeeping never
/// see bodies, and a replication log carries them as they are stored.</summary>
internal sealed class EncryptedStore : IMessageStore
{
    private readonly IMessageStore _inner;
    private readonly KeyRing _keys;
    private readonly ILogger _logger;

    public EncryptedStore(StoreDecoratorContext context, EncryptionOptions options)
    {
        options.RequireKeys();
        _inner = context.Inner;
        _keys = new KeyRing(options, context.Store.Clock);
        _logger = context.Store.LoggerFactory.CreateLogger("PluggableMQ.StoreDecorators.Encryption");
        var report = new UnreadableReport(_logger);
        Appender = new EncryptingAppender(_inner.Appender, new MessageSealer(_keys, context.Store.MaxMessageSize));
        Reader = new DecryptingReader(_inner.Reader, new RecordOpener(_keys), options, report);
        Health = new EncryptionHealth(_inner.Health, _keys, report);
    }

    /// <inheritdoc/>
    public bool IsDurable => _inner.IsDurable;

    /// <inheritdoc/>
    public IMessageAppender Appender { get; }

    /// <inheritdoc/>
    public IMessageReader Reader { get; }

    /// <inheritdoc/>
    public IStoreHealth Health { get; }

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _inner.StartAsync(cancellationToken).ConfigureAwait(false);
        Log.Started(_logger, _keys.ActiveId, string.Join(", ", _keys.Ids));
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => _inner.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync().ConfigureAwait(false);
        _keys.Dispose();
    }

    /// <inheritdoc/>
    public TFeature? GetFeature<TFeature>() where TFeature : class => _inner.GetFeature<TFeature>();
}
