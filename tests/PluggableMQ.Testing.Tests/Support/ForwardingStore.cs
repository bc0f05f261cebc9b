using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog;
using PluggableMQ.Storage.InMemory;

namespace PluggableMQ.Testing.Tests.Support;

/// <summary>Passes all on to a store; a defect overrides what it does wrong.</summary>
internal abstract class ForwardingStore(IMessageStore inner) : IMessageStore, IMessageAppender, IMessageReader
{
    /// <summary>Whether the inner store is left alone at dispose, which is wrong.</summary>
    public bool KeepsInnerOpen { get; init; }

    public virtual bool IsDurable => inner.IsDurable;

    public IMessageAppender Appender => this;

    public IMessageReader Reader => this;

    public virtual IStoreHealth Health => inner.Health;

    /// <summary>A right store, to be wrapped.</summary>
    public static IMessageStore MakeInner(MessageStoreContext context) => new PluginHarness(new InMemoryPlugin()).Create(PluginKinds.Storage, "inmemory", context);

    /// <summary>A right store that is durable and has a log of bytes, with files small enough for a test.</summary>
    public static IMessageStore MakeDurable(MessageStoreContext context) => new PluginHarness(
        new CommitLogPlugin(),
        ("mappedFileSizeCommitLog", "4194304"), ("mappedFileSizeConsumeQueue", "20000"), ("maxHashSlotNum", "1000"), ("maxIndexNum", "5000"),
        ("diskSpaceWarningLevelRatio", "100"))
        .Create(PluginKinds.Storage, "commitlog", context);

    /// <summary>The same surroundings, with another listener.</summary>
    public static MessageStoreContext With(MessageStoreContext context, IMessageArrivalListener listener) => new()
    {
        RootDirectory = context.RootDirectory,
        DelayLevels = context.DelayLevels,
        MaxMessageSize = context.MaxMessageSize,
        ArrivalListener = listener,
        Clock = context.Clock,
        LoggerFactory = context.LoggerFactory,
        OnFatal = context.OnFatal,
    };

    public virtual ValueTask StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

    public virtual ValueTask StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

    public virtual TFeature? GetFeature<TFeature>()
        where TFeature : class
        => inner.GetFeature<TFeature>();

    public ValueTask DisposeAsync() => KeepsInnerOpen ? ValueTask.CompletedTask : inner.DisposeAsync();

    public virtual ValueTask<AppendResult> AppendAsync(in MessageRecord message) => inner.Appender.AppendAsync(message);

    public virtual ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets) => inner.Appender.AppendBatchAsync(messages, physicalOffsets);

    public virtual void Read(in MessageReadRequest request, MessageReadResult result) => inner.Reader.Read(request, result);

    public virtual bool TryReadAt(long physicalOffset, MessageReadResult result) => inner.Reader.TryReadAt(physicalOffset, result);

    public virtual long GetMinOffset(string topic, int queueId) => inner.Reader.GetMinOffset(topic, queueId);

    public virtual long GetMaxOffset(string topic, int queueId) => inner.Reader.GetMaxOffset(topic, queueId);

    public virtual long GetOffsetByTime(string topic, int queueId, long timestamp) => inner.Reader.GetOffsetByTime(topic, queueId, timestamp);

    public virtual long GetStoreTimestamp(string topic, int queueId, long queueOffset) => inner.Reader.GetStoreTimestamp(topic, queueId, queueOffset);
}
