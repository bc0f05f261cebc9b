using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.StoreDecorators.Encryption.Tests.Support;

/// <summary>A store whose files somebody else writes to: shows records as a function changes them.</summary>
internal sealed class TamperingStore(IMessageStore inner) : IMessageStore, IMessageReader
{
    /// <summary>Changes a copy of a record, or gives another one.</summary>
    public Func<byte[], byte[]> Change { get; set; } = record => record;

    public bool IsDurable => inner.IsDurable;

    public IMessageAppender Appender => inner.Appender;

    public IMessageReader Reader => this;

    public IStoreHealth Health => inner.Health;

    public ValueTask StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

    public ValueTask StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    public TFeature? GetFeature<TFeature>() where TFeature : class => inner.GetFeature<TFeature>();

    public void Read(in MessageReadRequest request, MessageReadResult result)
    {
        inner.Reader.Read(request, result);
        Tamper(result);
    }

    public bool TryReadAt(long physicalOffset, MessageReadResult result)
    {
        if (!inner.Reader.TryReadAt(physicalOffset, result)) return false;
        Tamper(result);
        return true;
    }

    public long GetMinOffset(string topic, int queueId) => inner.Reader.GetMinOffset(topic, queueId);

    public long GetMaxOffset(string topic, int queueId) => inner.Reader.GetMaxOffset(topic, queueId);

    public long GetOffsetByTime(string topic, int queueId, long timestamp) => inner.Reader.GetOffsetByTime(topic, queueId, timestamp);

    public long GetStoreTimestamp(string topic, int queueId, long queueOffset) => inner.Reader.GetStoreTimestamp(topic, queueId, queueOffset);

    private void Tamper(MessageReadResult result)
    {
        for (var i = 0; i < result.Count; i++) result.Replace(i, result.Entries[i] with { Record = Change(result.Entries[i].Record.ToArray()) });
    }
}
