using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Addressing.File;

/// <summary>Tells that a file may have changed. Watches its folder: an atomic replace raises a rename and nothing else.</summary>
internal sealed class FileWatch(string path, ILogger logger) : IDisposable
{
    private readonly string _directory = Path.GetDirectoryName(path) ?? path;
    private readonly string _name = Path.GetFileName(path);
    // One pending signal says all there is to say.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private FileSystemWatcher? _watcher;
    private bool _hasComplained;
    private bool _disposed;

    /// <summary>Waits until the file may have changed since the last wait ended.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _changes.Reader.ReadAsync(cancellationToken);

    /// <summary>Watches, if it does not yet: the folder may have come only now, or the watcher may have failed.</summary>
    public void Ensure()
    {
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
}
