using Microsoft.Extensions.Logging;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Plugins.Unloading;

/// <summary>Sees retired generations off: disposes them when nobody uses them any more, and verifies that their code is gone.</summary>
internal sealed class UnloadWatch(TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    // Those that are gone are kept for people to see, the newest few.
    private const int RememberedGenerations = 16;

    // So often a collection is asked for, with growing pauses: about three seconds in all. What is held longer is held by something.
    private const int Rounds = 12;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LaterPause = TimeSpan.FromSeconds(10);

    // Requests, trace batches and a plugin's disposal are over by then; what is not hangs.
    private static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<RetiredGeneration> _retired = [];
    private readonly HashSet<Task> _running = [];
    // Without a timer: there is nothing to dispose of.
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>What was retired, the newest last: all that is not gone yet, and the newest few that are.</summary>
    public IReadOnlyList<RetiredGeneration> Retired
    {
        get
        {
            lock (_lock) return [.. _retired];
        }
    }

    /// <summary>Takes a generation out of service.</summary>
    /// <param name="entry">Its plugin.</param>
    /// <param name="generation">The generation; the caller forgets it.</param>
    public RetiredGeneration Retire(PluginEntry entry, PluginGeneration generation)
    {
        var retired = new RetiredGeneration(entry, generation, clock);
        lock (_lock)
        {
            _retired.Add(retired);
            var gone = _retired.Where(r => r.Status == PluginStatus.Unloaded).ToList();
            foreach (var old in gone.Take(gone.Count - RememberedGenerations)) _retired.Remove(old);
        }

        generation.Retire(() => Start(retired));
        if (!retired.IsLeaving) _ = ReportStuckAsync(retired, isLeaving: false);
        return retired;
    }

    /// <summary>Waits until what is on its way out is gone or has turned out to be held.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] running;
            lock (_lock) running = [.. _running];
            if (running.Length == 0) return;
            await Task.WhenAll(running).WaitAsync(cancellationToken);
            await Task.Yield();
        }
    }

    /// <summary>Stops watching; what is being disposed is waited for. What goes out of service later is still seen off, and <see cref="SettleAsync"/>
    /// waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await SettleAsync(CancellationToken.None);
    }

    private async Task ReportStuckAsync(RetiredGeneration retired, bool isLeaving)
    {
        if (!await PauseAsync(StepPatience) || !retired.TryReportStuck(isLeaving)) return;
        logger.StillInUse(retired, retired.Age.TotalSeconds, string.Join("; ", retired.Holders));
    }

    private void Start(RetiredGeneration retired)
    {
        retired.BeginLeaving();
        _ = ReportStuckAsync(retired, isLeaving: true);
        lock (_lock)
        {
            var task = Task.Run(() => SeeOffAsync(retired));
            _running.Add(task);
            task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Forget(Task task)
    {
        lock (_lock) _running.Remove(task);
    }

    private async Task SeeOffAsync(RetiredGeneration retired)
    {
        await retired.LetGoAsync(e => logger.RetiredDisposalFailed(retired, e));
        if (retired.Folder is null)
        {
            // Compiled in, or a newer generation runs the same code with other options.
            retired.SetStatus(PluginStatus.Unloaded);
        }
        else if (retired.IsCollectible)
        {
            await VerifyAsync(retired);
        }
        else
        {
            retired.SetStatus(
                PluginStatus.UnloadPending, ["its plugin.json, which says \"unloadable\": false: the code stays in memory until the process ends"]);
            logger.UnloadImpossible(retired);
        }
    }

    private async Task VerifyAsync(RetiredGeneration retired)
    {
        var pause = FirstPause;
        for (var round = 0; round < Rounds && !retired.IsCollected; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (retired.IsCollected) break;
            if (!await PauseAsync(pause)) return;
            pause *= 2;
            if (pause > TimeSpan.FromMilliseconds(500)) pause = TimeSpan.FromMilliseconds(500);
        }

        if (Conclude(retired)) return;
        retired.SetStatus(PluginStatus.UnloadPending, LikelyHolders.Find(retired.Folder!));
        logger.UnloadPending(retired, retired.Age.TotalSeconds, string.Join("; ", retired.Holders));
        // From here on ordinary collections decide; nobody waits for it.
        _ = KeepWatchingAsync(retired);
    }

    private async Task KeepWatchingAsync(RetiredGeneration retired)
    {
        while (await PauseAsync(LaterPause))
        {
            if (Conclude(retired)) return;
        }
    }

    private bool Conclude(RetiredGeneration retired)
    {
        if (!retired.IsCollected) return false;
        retired.SetStatus(PluginStatus.Unloaded);
        logger.Unloaded(retired, retired.Age.TotalMilliseconds);
        ShadowFolder.TryDelete(retired.Folder!);
        return true;
    }

    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, clock, _stopping.Token);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
