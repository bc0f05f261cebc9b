using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Queues;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog;

/// <summary>What the services of one store work on.</summary>
internal sealed class StoreParts
{
    public required MessageStoreContext Context { get; init; }

    public required CommitLogOptions Options { get; init; }

    public required StorePaths Paths { get; init; }

    public required StoreState State { get; init; }

    public required RecordLog Log { get; init; }

    public required QueueTable Queues { get; init; }

    public required StoreStatistics Statistics { get; init; }

    public required ILogger Logger { get; init; }
}
