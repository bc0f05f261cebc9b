using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.InMemory;

/// <summary>A message store in memory, with a limit: the newest messages stay, nothing outlives the process.</summary>
internal sealed class InMemoryStore : IMessageStore
{
    private readonly StoreStatistics _statistics;
    private readonly MemoryAppender _appender;
    private readonly MemoryMaintenance _maintenance;
    private readonly MemoryIndex? _index;

    /// <summary>Makes a store.</summary>
    /// <param name="context">What the broker gives it; its directory is not used.</param>
    /// <param name="options">Its options.</param>
    public InMemoryStore(MessageStoreContext context, InMemoryOptions options)
    {
        var log = new MemoryLog(options.MaxBytes, options.MessageIndexEnable);
        var queues = new QueueTable();
        var limits = new ReadLimits
        {
            MaxBytesInMemory = options.MaxTransferBytesOnMessageInMemory,
            MaxCountInMemory = options.MaxTransferCountOnMessageInMemory,
        };
        _statistics = new StoreStatistics(context.Clock);
        _appender = new MemoryAppender(log, queues, _statistics, context);
        _maintenance = new MemoryMaintenance(queues, _appender);
        if (options.MessageIndexEnable) _index = new MemoryIndex(log, options.MaxMsgsNumBatch);
        Reader = new MemoryReader(log, queues, _statistics, context.Clock, limits);
        Health = new MemoryHealth(log, _appender, _statistics, options);
    }

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <inheritdoc/>
    public IMessageAppender Appender => _appender;

    /// <inheritdoc/>
    public IMessageReader Reader { get; }

    /// <inheritdoc/>
    public IStoreHealth Health { get; }

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _appender.IsOpen = true;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _appender.IsOpen = false;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _appender.IsOpen = false;
        _statistics.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public TFeature? GetFeature<TFeature>() where TFeature : class => _index as TFeature ?? _maintenance as TFeature;
}
