using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>Unix sockets on Kestrel's sockets: its listener for accepting, its connection for both sides.</summary>
internal sealed class UnixSocketTransport : ITransport, IDisposable
{
    public const string SchemeName = "unix";

    private const int FirstFreePort = 49152;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly UnixSocketOptions _options;
    private readonly string _directory;
    private readonly TimeProvider _clock;
    private readonly SocketPipes _pipes;
    private readonly PeerLabels _labels = new();

    public UnixSocketTransport(UnixSocketOptions options, ILoggerFactory loggerFactory, TimeProvider clock)
    {
        _options = options;
        _directory = options.GetDirectory();
        _clock = clock;
        _pipes = new SocketPipes(options, noDelay: false, loggerFactory, typeof(UnixSocketTransport).FullName!, CreateListenSocket);
    }

    /// <inheritdoc/>
    public string Scheme => SchemeName;

    /// <inheritdoc/>
    public async ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (endpoint.Path is not null) return await BindAsync(endpoint, cancellationToken);
        MakeDirectory(endpoint);
        if (endpoint.Port != 0) return await BindAsync(endpoint, cancellationToken);
        const int Count = IPEndPoint.MaxPort - FirstFreePort + 1;
        var first = RandomNumberGenerator.GetInt32(Count);
        for (var i = 0; i < Count; i++)
        {
            var candidate = endpoint with { Port = FirstFreePort + ((first + i) % Count) };
            if (Directory.EnumerateFiles(_directory, SocketFile.PatternOf(candidate.Port)).Any()) continue;
            try
            {
                return await BindAsync(candidate, cancellationToken);
            }
            catch (TransportException e) when (e.InnerException is IOException and not DirectoryNotFoundException)
            {
                // Somebody took it at this moment.
            }
        }

        throw new TransportException(
            $"Cannot listen on {endpoint}: each port from {FirstFreePort} has a socket file in {_directory}. Remove those of processes " +
            "that are gone.", endpoint);
    }

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.ConnectTimeout), _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var files = SocketFile.ToConnect(endpoint, _directory);
        SocketException? failure = null;
        try
        {
            foreach (var file in files)
            {
                try
                {
                    return await ConnectAsync(file, either.Token);
                }
                catch (SocketException e)
                {
                    // What the host's own file says counts more than that the other one is not there.
                    if (failure is null || e.SocketErrorCode != SocketError.AddressNotAvailable) failure = e;
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(
                $"No connection to {endpoint} within {_options.ConnectTimeout} ms: the listener's backlog is full. Raise its 'backlog', or " +
                "connectTimeout of PluggableMQ.Transport.UnixSocket.", endpoint, e);
        }

        throw Explain(endpoint, files, failure!);
    }

    /// <inheritdoc/>
    public void Dispose() => _pipes.Dispose();

    private async ValueTask<ITransportListener> BindAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        var file = SocketFile.ToBind(endpoint, _directory);
        var lease = await SocketFileLease.TakeAsync(endpoint, file.Path, _options.GetMode(), cancellationToken);
        try
        {
            var listener = await _pipes.BindAsync(UnixPeer.For(file.Path), cancellationToken);
            lease.Bound();
            return new UnixSocketListener(listener, lease, file, endpoint, _labels);
        }
        catch (Exception e)
        {
            lease.Dispose();
            if (e is not (SocketException or IOException or UnauthorizedAccessException or AddressInUseException)) throw;
            throw new TransportException(
                $"Cannot listen on {endpoint}: the socket file {file.Path} cannot be made: {e.Message}. Check the folder's permissions and " +
                "file system.", endpoint, e);
        }
    }

    // Between bind and listen nobody can connect: whoever gets in has passed the file's final permissions.
    private Socket CreateListenSocket(EndPoint address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(address);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(address.ToString()!, _options.GetMode());
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void MakeDirectory(TransportEndpoint endpoint)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_directory);
            else if (!Directory.Exists(_directory))
                Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransportException(
                $"Cannot listen on {endpoint}: the folder {_directory} cannot be made: {e.Message} Make it, or choose another one (the " +
                "option 'directory' of PluggableMQ.Transport.UnixSocket).", endpoint, e);
        }
    }

    private async ValueTask<ITransportConnection> ConnectAsync(SocketFile file, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                var own = SocketName.Take(socket);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(file.Path), cancellationToken);
                return _labels.WrapConnected(_pipes.Open(socket), file.Port, own);
            }
            catch (Exception e)
            {
                socket.Dispose();
                // Such sockets do not wait for room in the backlog by themselves.
                if (e is not SocketException { SocketErrorCode: SocketError.WouldBlock or SocketError.TryAgain }) throw;
            }

            await Task.Delay(s_pause, _clock, cancellationToken);
        }
    }

    private static TransportException Explain(TransportEndpoint endpoint, IReadOnlyList<SocketFile> files, SocketException failure)
    {
        var paths = string.Join(" and ", files.Select(static file => file.Path));
        var text = failure.SocketErrorCode switch
        {
            SocketError.AccessDenied => $"{endpoint} may not be connected to: permission denied for {paths}. Whoever may write to the socket " +
                "file may connect: see the option 'mode' of its server, and the folder's permissions.",
            SocketError.ConnectionRefused => $"{endpoint} refused the connection: nobody listens at {paths}. Check that the peer runs.",
            SocketError.AddressNotAvailable => $"Nobody listens on {endpoint}: there is no socket file {paths}. Check the address, that the " +
                "peer runs, and that both have the same 'directory' among the options of PluggableMQ.Transport.UnixSocket.",
            _ => $"Connecting to {endpoint} failed: {failure.Message} ({paths}).",
        };
        return new TransportException(text, endpoint, failure);
    }
}
