namespace PluggableMQ.Hosting.HotSwap;

/// <summary>Sees off what was exchanged.</summary>
internal sealed partial class HotSwapper
{
    private readonly Dictionary<Task, string> _releases = [];

    /// <summary>Waits until what was exchanged is no longer used and has been released.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] releases;
            lock (_lock) releases = [.. _releases.Keys, .. _roles.SelectMany(r => r.Plugins.Releases)];
            if (releases.Length == 0) return;
            await Task.WhenAll(releases).WaitAsync(cancellationToken);
            await Task.Yield();
        }
    }

    /// <summary>Waits until what was exchanged is no longer used, for five seconds at most: what hangs by then is named and left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await SettleAsync(over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            lock (_lock)
            {
                foreach (var used in _releases.Values) logger.LeftBehind($"{used}, was exchanged, and what began with it has not ended");
            }
        }
    }

    private void Track(Task release, IReadOnlyList<PluginInstance> instances)
    {
        lock (_lock) _releases[release] = string.Join("; ", instances.Select(i => $"{i.Use}, {i.Entry}"));
        release.ContinueWith(
            done =>
            {
                lock (_lock) _releases.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
