using System.Net.Sockets;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>The right to bind a socket file. A lock file beside it (<c>name.sock.lock</c>) makes two processes that start at once see each
/// other; the system releases the lock when its holder dies.</summary>
internal sealed class SocketFileLease : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;
    private DateTime? _bound;

    private SocketFileLease(string path, FileStream held)
    {
        _path = path;
        _lock = held;
    }

    /// <summary>Takes the right, and removes the socket file of a process that is gone.</summary>
    /// <exception cref="TransportException">Somebody listens there, or the file may not be used.</exception>
    public static async ValueTask<SocketFileLease> TakeAsync(
        TransportEndpoint endpoint, string path, UnixFileMode mode, CancellationToken cancellationToken)
    {
        var lease = new SocketFileLease(path, Lock(endpoint, path, mode));
        try
        {
            await RemoveStaleAsync(endpoint, path, cancellationToken);
            return lease;
        }
        catch
        {
            lease._lock.Dispose();
            throw;
        }
    }

    /// <summary>Says that the socket file has been made, so that it is known again.</summary>
    public void Bound() => _bound = File.GetLastWriteTimeUtc(_path);

    /// <summary>Removes the socket file, then the lock. A file that is another one's stays: somebody may have removed ours, with its lock, and then
    /// others may listen at the path by now.</summary>
    public void Dispose()
    {
        try
        {
            // Nobody writes to a socket's file, so its time is that of its making.
            if (_bound is { } bound && bound == File.GetLastWriteTimeUtc(_path)) File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder may be gone by now; the next one to bind removes the file.
        }

        _lock.Dispose();
    }

    private static FileStream Lock(TransportEndpoint endpoint, string path, UnixFileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        try
        {
            return new FileStream(path + ".lock", options);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new TransportException(
                $"Cannot listen on {endpoint}: there is no folder {Path.GetDirectoryName(path)}. Make it, or choose another path.", endpoint, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Denied(endpoint, path, e);
        }
        catch (IOException e)
        {
            throw InUse(endpoint, path, e);
        }
    }

    private static async ValueTask RemoveStaleAsync(TransportEndpoint endpoint, string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new TransportException($"Cannot listen on {endpoint}: {path} is a folder. Name a file in it.", endpoint);
        if (!File.Exists(path)) return;
        if (!IsSocket(endpoint, path))
            throw new TransportException(
                $"Cannot listen on {endpoint}: {path} is a file, and no socket. Choose another path, or move the file away.", endpoint);
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            // Nobody has it open any more: its process was killed.
            File.Delete(path);
            return;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            throw Denied(endpoint, path, e);
        }
        catch (SocketException)
        {
            // A full backlog, for example: somebody is there.
        }

        throw InUse(endpoint, path, null);
    }

    // A socket is the one kind of file that cannot be opened.
    private static bool IsSocket(TransportEndpoint endpoint, string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            throw Denied(endpoint, path, e);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static TransportException InUse(TransportEndpoint endpoint, string path, Exception? cause) => new(
        $"Cannot listen on {endpoint}: the socket file {path} is in use, another process listens there. Stop it, or choose another port " +
        "or path.", endpoint, cause);

    private static TransportException Denied(TransportEndpoint endpoint, string path, Exception cause) => new(
        $"Cannot listen on {endpoint}: permission denied for {path}. Let this user write in the folder, or choose another one (the option " +
        "'directory' of PluggableMQ.Transport.UnixSocket).", endpoint, cause);
}
