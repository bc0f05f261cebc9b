namespace PluggableMQ.Storage.CommitLog;

/// <summary>When an append is answered.</summary>
internal enum FlushDiskType
{
    /// <summary>When it is in memory; the disk follows (<c>ASYNC_FLUSH</c>).</summary>
    Async = 0,

    /// <summary>When it is on disk (<c>SYNC_FLUSH</c>).</summary>
    Sync,
}
