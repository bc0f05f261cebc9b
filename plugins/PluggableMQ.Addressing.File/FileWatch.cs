using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Addressing.File;

/// <summary>Tells that a file may have changed. Watches its folder: an atomic replace raises a rename and nothing else.</summary>
/// <remarks>The system watches the folder that was behind the path when it was asked to. When another one takes the path over (a link that is
/// switched, a folder that is moved there), nothing is told: so the file is looked at as well, now and then.</remarks>
internal sealed class FileWatch(string path, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly string _directory = Path.GetDirectoryName(path) ?? path;
    private readonly string _name = Path.GetFileName(path);
    // One pending signal says all there is to say.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private FileSystemWatcher? _watcher;
    private Stamp _stamp;
    private bool _hasComplained;
    private bool _disposed;

    /// <summary>Waits until the file may have changed since the last wait ended.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        var change = _changes.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (!change.IsCompleted)
        {
            if (IsAnother()) _changes.Writer.TryWrite(true);
            else await Task.WhenAny(change, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
        }

        await change;
        _changes.Reader.TryRead(out _);
    }

    /// <summary>Watches, if it does not yet: the folder may have come only now, or be another one, or the watcher may have failed.</summary>
    public void Ensure()
    {
        IsAnother();
        lock (_gate)
        {
            if (_watcher is not null || _disposed) return;
            try
            {
                _watcher = Create();
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                if (!_hasComplained) Log.NotWatched(logger, _directory, e.Message);
                _hasComplained = true;
            }
        }
    }

    /// <summary>Gives the watcher up, because its folder may have gone; the next <see cref="Ensure"/> makes another one.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        Drop();
    }

    /// <summary>Whether the file is not the one of the last look. Then its folder may be another one too, and is watched anew at the next
    /// lookup.</summary>
    private bool IsAnother()
    {
        var stamp = Stamp.Of(path);
        lock (_gate)
        {
            if (stamp == _stamp) return false;
            _stamp = stamp;
            Drop();
            return true;
        }
    }

    private FileSystemWatcher Create()
    {
        var watcher = new FileSystemWatcher(_directory)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime,
        };
        try
        {
            watcher.Changed += (_, e) => Note(e.Name);
            watcher.Created += (_, e) => Note(e.Name);
            watcher.Deleted += (_, e) => Note(e.Name);
            watcher.Renamed += (_, e) =>
            {
                Note(e.OldName);
                Note(e.Name);
            };
            watcher.Error += (_, _) => Fail(watcher);
            watcher.EnableRaisingEvents = true;
            _hasComplained = false;
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    // Kubernetes mounts a file as a link through "..data", and replaces that one.
    private void Note(string? name)
    {
        if (name is null || name == _name || name.StartsWith("..", StringComparison.Ordinal)) _changes.Writer.TryWrite(true);
    }

    // Events were lost, or the folder went: whatever they were, the file is worth a look.
    private void Fail(FileSystemWatcher watcher)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_watcher, watcher)) Drop();
        }

        _changes.Writer.TryWrite(true);
    }

    /// <summary>What tells one file from another, and its states.</summary>
    private readonly record struct Stamp(string? Target, DateTime Created, DateTime Written, long Length)
    {
        public static Stamp Of(string path)
        {
            try
            {
                var file = new FileInfo(path);
                // The times of a link are its own.
                if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) file = target;
                return file.Exists ? new Stamp(file.FullName, file.CreationTimeUtc, file.LastWriteTimeUtc, file.Length) : default;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Reading it will say what is wrong.
                return default;
            }
        }
    }
}
