using Microsoft.Extensions.Logging;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Plugins.Watching;

/// <summary>Notices that something below folders, or a file, has changed, appeared or gone, and says so once things are quiet.</summary>
/// <remarks>
/// The system's notices come quickly and are not to be relied on (limits, network file systems, overflows), so the folders are glanced at
/// every few seconds as well. An atomic replacement raises only <c>Renamed</c>, and a folder that is not there yet raises nothing at all.
/// </remarks>
internal sealed class ChangeWatcher : IAsyncDisposable
{
    /// <summary>How long nothing must have happened before a change counts as finished.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    // What never comes to rest is looked at all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<string> _folders;
    private readonly string? _file;
    private readonly Func<CancellationToken, Task> _onChanged;
    private readonly WatchSenses _senses;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private volatile TaskCompletionSource _notice = NewNotice();
    private string _seen;

    /// <summary>Starts to watch.</summary>
    /// <param name="folders">Folders, with all that is below them. They need not exist.</param>
    /// <param name="file">A file; null when there is none.</param>
    /// <param name="seen">How they were, by <see cref="Look(IReadOnlyList{string}, string?)"/>, before they were read: what changed since then counts.</param>
    /// <param name="onChanged">Called when something changed and is quiet now; one call at a time. Throws <see cref="IOException"/> to be called
    /// again soon; after any other exception it is called again when something has changed since.</param>
    /// <param name="clock">For the pauses.</param>
    /// <param name="logger">For failures.</param>
    /// <param name="senses">What it goes by; null for all there is.</param>
    public ChangeWatcher(
        IReadOnlyList<string> folders, string? file, string seen, Func<CancellationToken, Task> onChanged, TimeProvider clock, ILogger logger,
        WatchSenses? senses = null)
    {
        _senses = senses ?? WatchSenses.All;
        _folders = folders;
        _file = file;
        _onChanged = onChanged;
        _clock = clock;
        _logger = logger;
        _seen = seen;
        if (_senses.Notices)
        {
            foreach (var folder in folders) TryWatch(folder, "*", isDeep: true);
            if (file is not null) TryWatch(Path.GetDirectoryName(file)!, Path.GetFileName(file), isDeep: false);
        }

        _loop = Task.Run(RunAsync);
    }

    /// <summary>A cheap sign of how folders and a file are.</summary>
    public static string Look(IReadOnlyList<string> folders, string? file) => string.Concat(folders.Select(FolderFingerprint.Glance)) + Look(file);

    /// <summary>A cheap sign of how a file is; empty when there is none.</summary>
    public static string Look(string? file) => file is not null && new FileInfo(file) is { Exists: true } info ? $"{info.Length}|{info.LastWriteTimeUtc.Ticks}" : "";

    /// <summary>Stops watching; a call that is under way is waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var watcher in _watchers) watcher.Dispose();
        await _loop;
        _stopping.Dispose();
    }

    private void TryWatch(string folder, string pattern, bool isDeep)
    {
        if (!Directory.Exists(folder)) return;
        try
        {
            var watcher = new FileSystemWatcher(folder, pattern)
            {
                IncludeSubdirectories = isDeep,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime,
            };
            watcher.Changed += (_, _) => Notice();
            watcher.Created += (_, _) => Notice();
            watcher.Deleted += (_, _) => Notice();
            watcher.Renamed += (_, _) => Notice();
            // An overflow: something happened, it is not known what.
            watcher.Error += (_, _) => Notice();
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _logger.WatchFailed(folder, _senses.Glances.TotalSeconds, e);
        }
    }

    private static TaskCompletionSource NewNotice() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Notice() => _notice.TrySetResult();

    private async Task RunAsync()
    {
        var stopping = _stopping.Token;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(_senses.Glances, stopping);
                if (Look() == _seen) continue;
                var now = await SettleAsync(stopping);
                if (now == _seen) continue;
                // Whatever comes of it, the same is not tried again.
                _seen = now;
                await _onChanged(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (IOException e)
            {
                // Being written. It is looked at again, whether there is another notice or not.
                _logger.ChangeNotReadable(e);
                _seen = "";
            }
            catch (Exception e)
            {
                _logger.ReloadFailed(e);
            }
        }
    }

    // Several files of one plugin change one after the other, and one file in several writes.
    private async Task<string> SettleAsync(CancellationToken stopping)
    {
        var start = _clock.GetTimestamp();
        var seen = Look();
        while (_clock.GetElapsedTime(start) < Patience)
        {
            var isNoticed = await WaitAsync(Quiet, stopping);
            var now = Look();
            if (!isNoticed && now == seen) break;
            seen = now;
        }

        return seen;
    }

    // Whether there was a notice within the time.
    private async Task<bool> WaitAsync(TimeSpan time, CancellationToken stopping)
    {
        var notice = _notice;
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(stopping))
        {
            await Task.WhenAny(notice.Task, Task.Delay(time, _clock, over.Token));
            await over.CancelAsync();
        }

        stopping.ThrowIfCancellationRequested();
        if (!notice.Task.IsCompleted) return false;
        // What comes between is seen by the look that follows.
        _notice = NewNotice();
        return true;
    }

    private string Look() => Look(_folders, _file);
}
