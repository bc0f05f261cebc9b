namespace PluggableMQ.Storage.CommitLog;

/// <summary>Whether the store takes messages, and if not, why (<c>RunningFlags</c>).</summary>
internal sealed class StoreState
{
    private volatile string? _notOpen = "the store has not been started";
    private volatile string? _diskFull;
    private volatile string? _failed;

    public bool IsWritable => _notOpen is null && _diskFull is null && _failed is null;

    public bool IsFailed => _failed is not null;

    /// <summary>Why it is not writable, or null.</summary>
    public string? Reason => _failed ?? _notOpen ?? _diskFull;

    public bool IsDiskFull => _diskFull is not null;

    public void Open() => _notOpen = null;

    public void Close() => _notOpen = "the store has been shut down";

    /// <summary>The disk is full, for now.</summary>
    /// <returns>Whether that is news.</returns>
    public bool MarkDiskFull(string reason)
    {
        var isNews = _diskFull is null;
        _diskFull = reason;
        return isNews;
    }

    /// <summary>There is room again.</summary>
    /// <returns>Whether that is news.</returns>
    public bool MarkDiskAvailable()
    {
        var isNews = _diskFull is not null;
        _diskFull = null;
        return isNews;
    }

    /// <summary>Something failed for good.</summary>
    public void Fail(string reason) => _failed ??= reason;
}
