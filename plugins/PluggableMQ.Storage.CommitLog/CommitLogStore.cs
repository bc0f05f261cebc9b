using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Append;
using PluggableMQ.Storage.CommitLog.Background;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Index;
using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Maintenance;
using PluggableMQ.Storage.CommitLog.Queues;
using PluggableMQ.Storage.CommitLog.Reading;
using PluggableMQ.Storage.CommitLog.Replication;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog;

/// <summary>A message store in RocketMQ's own files: puts the services together (<c>DefaultMessageStore</c>). Opening and closing are in the other parts.</summary>
internal sealed partial class CommitLogStore : IMessageStore
{
    // 16 MiB hold about a second of a busy broker; allocating them takes far less than a millisecond.
    private const int LogAllocationStep = 16 * 1024 * 1024;

    private readonly StoreParts _parts;
    private readonly Checkpoint _checkpoint;
    private readonly IndexFiles _indexFiles;
    private readonly IndexBuilder? _indexBuilder;
    private readonly KeyIndex? _index;
    private readonly GroupCommit? _groupCommit;
    private readonly MessageAppender _appender;
    private readonly QueueMaintenance _maintenance;
    private readonly ReplicationLog _replication;
    private readonly DiskGuard _disk;
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Makes a store, without opening it.</summary>
    /// <param name="context">What the broker gives it.</param>
    /// <param name="options">Its options.</param>
    public CommitLogStore(MessageStoreContext context, CommitLogOptions options) : this(context, options, FileSpace.TryAllocate, DiskUsage.Of)
    {
    }

    /// <summary>Makes a store on a disk that a test describes.</summary>
    internal CommitLogStore(MessageStoreContext context, CommitLogOptions options, SpaceAllocator allocate, Func<string, DiskUsage> measure)
    {
        var logger = context.LoggerFactory.CreateLogger<CommitLogStore>();
        var paths = new StorePaths(context.RootDirectory);
        _parts = MakeParts(context, options, allocate, paths, logger);
        _checkpoint = new Checkpoint(paths.Checkpoint);
        _indexFiles = new IndexFiles(paths.Index, options, allocate, context.Clock, logger);
        if (options.MessageIndexEnable)
        {
            _indexBuilder = new IndexBuilder(_parts.Log, _indexFiles, _checkpoint, logger);
            _index = new KeyIndex(_indexFiles, options.MaxMsgsNumBatch);
        }

        if (options.FlushDiskType == FlushDiskType.Sync) _groupCommit = new GroupCommit(context.Clock, TimeSpan.FromMilliseconds(options.SyncFlushTimeout));
        _logFlusher = new LogFlusher(_parts.Log, _checkpoint, options, context.Clock, _groupCommit);
        _queueFlusher = new QueueFlusher(_parts.Log, _parts.Queues, _checkpoint, options, context.Clock);
        _disk = new DiskGuard(_parts, measure);
        Cleaner = new LogCleaner(_parts, _disk, _indexBuilder, _stopping.Token);
        _preparer = MakeLoop("prepare", Timeout.Infinite, _parts.Log.PrepareNextFile);
        _logLoop = MakeLoop("flush-log", options.FlushIntervalCommitLog, _logFlusher.Run);
        _queueLoop = MakeLoop("flush-queues", options.FlushIntervalConsumeQueue, _queueFlusher.Run);
        _cleanLoop = MakeLoop("clean", options.CleanResourceInterval, Cleaner.Run);
        _indexLoop = MakeLoop("index", IndexRetryMilliseconds, RunIndexing);
        Action requestIndexing = _indexBuilder is null ? static () => { } : _indexLoop.Signal;
        _appender = new MessageAppender(_parts, _groupCommit, _logLoop.Signal, requestIndexing);
        _maintenance = new QueueMaintenance(_parts, _appender, Cleaner, _cleanLoop.Signal);
        _replication = new ReplicationLog(_parts, _appender, requestIndexing);
        Reader = new MessageReader(_parts);
        Health = new StoreHealth(_parts, _appender, _indexBuilder, _disk);
    }

    /// <inheritdoc/>
    public bool IsDurable => true;

    /// <inheritdoc/>
    public IMessageAppender Appender => _appender;

    /// <inheritdoc/>
    public IMessageReader Reader { get; }

    /// <inheritdoc/>
    public IStoreHealth Health { get; }

    /// <summary>Removes expired files; here for tests that do not wait for its hour.</summary>
    internal LogCleaner Cleaner { get; }

    /// <inheritdoc/>
    public TFeature? GetFeature<TFeature>() where TFeature : class
        => _index as TFeature ?? _maintenance as TFeature ?? _replication as TFeature;

    private StoreParts MakeParts(MessageStoreContext context, CommitLogOptions options, SpaceAllocator allocate, StorePaths paths, ILogger logger)
    {
        var logSettings = new MappedFileSettings("mappedFileSizeCommitLog",
            "Restore it: the messages in it are lost otherwise.", IsPrimary: true, allocate, logger);
        var queueSettings = new MappedFileSettings("mappedFileSizeConsumeQueue",
            "Delete the consumequeue directory: it is built again from the log.", IsPrimary: false, allocate, logger);
        var files = new MappedFileSet(paths.CommitLog, options.MappedFileSizeCommitLog, LogAllocationStep, logSettings);
        return new StoreParts
        {
            Context = context,
            Options = options,
            Paths = paths,
            State = new StoreState(),
            Log = new RecordLog(files, () => _preparer!.Signal()),
            Queues = new QueueTable(paths, options.MappedFileSizeConsumeQueue, queueSettings),
            Statistics = new StoreStatistics(context.Clock),
            Logger = logger,
        };
    }
}
