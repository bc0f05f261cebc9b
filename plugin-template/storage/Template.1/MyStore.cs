using System.Globalization;
using PluggableMQ.Abstractions.Storage;

namespace Template._1;

/// <summary>Keeps the newest messages in memory. Replace the dictionaries by what your messages shall live in.</summary>
/// <remarks>One lock orders all calls. It is held while memory is copied, and never for anything that waits.</remarks>
internal sealed partial class MyStore(MessageStoreContext context, MyStoreOptions options) : IMessageStore, IStoreHealth
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Topic, int QueueId), StoredQueue> _queues = [];
    private readonly Dictionary<long, StoredMessage> _byPlace = [];
    private readonly Queue<StoredMessage> _byAge = [];
    private long _end;
    private volatile bool _isOpen;

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <inheritdoc/>
    public IMessageAppender Appender => this;

    /// <inheritdoc/>
    public IMessageReader Reader => this;

    /// <inheritdoc/>
    public IStoreHealth Health => this;

    /// <inheritdoc/>
    public bool IsWritable => _isOpen;

    /// <inheritdoc/>
    public string? NotWritableReason => _isOpen ? null : "the store is not open";

    /// <inheritdoc/>
    public bool IsPageCacheBusy => false;

    /// <inheritdoc/>
    public long DispatchBehindBytes => 0;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _isOpen = false;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public TFeature? GetFeature<TFeature>()
        where TFeature : class
        => this as TFeature;

    /// <inheritdoc/>
    public void CollectRuntimeInfo(IDictionary<string, string> info)
    {
        lock (_lock)
        {
            info["commitLogMinOffset"] = Text(_byAge.TryPeek(out var oldest) ? oldest.PhysicalOffset : _end);
            info["commitLogMaxOffset"] = Text(_end);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => StopAsync(CancellationToken.None);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
