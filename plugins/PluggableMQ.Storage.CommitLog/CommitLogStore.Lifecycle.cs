using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Recovery;

namespace PluggableMQ.Storage.CommitLog;

/// <content>Opening and closing.</content>
internal sealed partial class CommitLogStore
{
    private StoreLock? _lock;
    private bool _running;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var start = _parts.Context.Clock.GetTimestamp();
        Directory.CreateDirectory(_parts.Paths.Root);
        _lock = StoreLock.Take(_parts.Paths.Lock);
        try
        {
            Open(cancellationToken);
        }
        catch (Exception exception)
        {
            CloseFiles();
            if (exception is IOException and not StoreException or UnauthorizedAccessException)
                throw new StoreException($"The store in {_parts.Paths.Root} cannot be opened: {exception.Message}", _parts.Paths.Root, exception);
            throw;
        }

        _running = true;
        StartLoops();
        _parts.State.Open();
        StoreEvents.Opened(_parts.Logger, _parts.Paths.Root, _parts.Log.MinOffset, _parts.Log.MaxOffset, _parts.Queues.All.Count,
            (long)_parts.Context.Clock.GetElapsedTime(start).TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (!_running) return;
        _running = false;
        _parts.State.Close();
        // Flushing may take a while: not on the caller's thread.
        await Task.Run(() => Close(cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _groupCommit?.Dispose();
        _parts.Statistics.Dispose();
        _stopping.Dispose();
    }

    private void Open(CancellationToken cancellationToken)
    {
        var clean = !File.Exists(_parts.Paths.Abort);
        if (!clean) StoreEvents.WasNotClosed(_parts.Logger, _parts.Paths.Root);
        _checkpoint.Load();
        _parts.Log.Files.Load();
        _parts.Queues.Load(cancellationToken);
        if (_indexBuilder is not null) _indexFiles.Load();
        // From here on files are changed: a crash must not be taken for a clean stop.
        File.WriteAllBytes(_parts.Paths.Abort, []);
        new StoreRecovery(_parts, _checkpoint).Run(clean, cancellationToken);
        _indexBuilder?.Recover(clean);
        _checkpoint.Seal = null;
        _disk.Check();
    }

    private void Close(CancellationToken cancellationToken)
    {
        // Those who saw the store open finish first.
        lock (_appender.Lock)
        {
        }

        StopLoops();
        var incomplete = _parts.State.IsFailed ? _parts.State.Reason : null;
        try
        {
            _logFlusher.RunLast();
            while (_indexBuilder?.RunRound() == true && !cancellationToken.IsCancellationRequested)
            {
                // The rest of the index.
            }

            _indexBuilder?.Flush();
            var log = _parts.Log;
            _checkpoint.Seal = new CleanStopSeal(log.MaxOffset, log.LastStoreTimestamp, _parts.Queues.GetFingerprint(), log.ComputeTailCrc(log.MaxOffset));
            _queueFlusher.FlushAll();
            if (Health.DispatchBehindBytes > 0) incomplete ??= "the index is not complete";
        }
        catch (IOException exception)
        {
            incomplete ??= exception.Message;
        }

        if (incomplete is null) File.Delete(_parts.Paths.Abort);
        else StoreEvents.NotClosedCompletely(_parts.Logger, _parts.Paths.Root, incomplete);
        StoreEvents.Closed(_parts.Logger, _parts.Paths.Root, _parts.Log.MaxOffset);
        CloseFiles();
    }

    private void CloseFiles()
    {
        _indexFiles.Close();
        _parts.Queues.Close();
        _parts.Log.Files.Close();
        _lock?.Dispose();
        _lock = null;
    }
}
