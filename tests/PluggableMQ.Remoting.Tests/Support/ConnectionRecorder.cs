namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>Notes connections that come and go, and lets a test wait for the first of each.</summary>
internal sealed class ConnectionRecorder : IConnectionObserver
{
    private readonly TaskCompletionSource<RemotingConnection> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<(RemotingConnection Connection, Exception? Failure)> _closed = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private int _closedCount;

    public Task<RemotingConnection> Opened => _opened.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public Task<(RemotingConnection Connection, Exception? Failure)> Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public int ClosedCount => _closedCount;

    public void OnOpened(RemotingConnection connection) => _opened.TrySetResult(connection);

    public void OnClosed(RemotingConnection connection, Exception? failure)
    {
        Interlocked.Increment(ref _closedCount);
        _closed.TrySetResult((connection, failure));
    }
}
