using PluggableMQ.Storage.CommitLog.Background;

namespace PluggableMQ.Storage.CommitLog;

/// <content>What runs in the background.</content>
internal sealed partial class CommitLogStore
{
    // A failed write of the index (a full disk) is tried again that often.
    private const int IndexRetryMilliseconds = 1000;

    // Appends that come within this time are indexed together: waking a thread for each would cost more than the indexing.
    private const int IndexPauseMilliseconds = 5;

    private readonly LogFlusher _logFlusher;
    private readonly QueueFlusher _queueFlusher;
    private readonly BackgroundLoop _preparer;
    private readonly BackgroundLoop _logLoop;
    private readonly BackgroundLoop _queueLoop;
    private readonly BackgroundLoop _cleanLoop;
    private readonly BackgroundLoop _indexLoop;

    private BackgroundLoop MakeLoop(string name, int milliseconds, Action work)
    {
        var interval = milliseconds == Timeout.Infinite ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(milliseconds);
        return new BackgroundLoop("store-" + name, _parts.Context.Clock, interval, work, exception => OnLoopFailed(name, exception));
    }

    private void StartLoops()
    {
        _preparer.Start();
        _logLoop.Start();
        _queueLoop.Start();
        _cleanLoop.Start();
        if (_indexBuilder is null) return;
        _indexLoop.Start();
        _indexLoop.Signal();
    }

    private void StopLoops()
    {
        _stopping.Cancel();
        _cleanLoop.Dispose();
        _preparer.Dispose();
        _indexLoop.Dispose();
        _queueLoop.Dispose();
        _logLoop.Dispose();
    }

    private void RunIndexing()
    {
        while (!_stopping.IsCancellationRequested && _indexBuilder!.RunRound())
        {
            // More to do.
        }

        _stopping.Token.WaitHandle.WaitOne(IndexPauseMilliseconds);
    }

    private void OnLoopFailed(string name, Exception exception)
    {
        StoreEvents.BackgroundWorkFailed(_parts.Logger, name, _parts.Paths.Root, exception);
        _parts.State.Fail($"the background work '{name}' failed: {exception.Message}");
        _parts.Context.OnFatal(exception);
    }
}
