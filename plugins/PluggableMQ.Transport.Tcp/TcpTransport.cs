using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.Tcp;

/// <summary>TCP on Kestrel's sockets: its listener for accepting, its connection for both sides.</summary>
internal sealed class TcpTransport : ITransport, IDisposable
{
    public const string SchemeName = "tcp";

    private readonly TcpTransportOptions _options;
    private readonly TimeProvider _clock;
    private readonly SocketPipes _pipes;

    public TcpTransport(TcpTransportOptions options, ILoggerFactory loggerFactory, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _pipes = new SocketPipes(options, options.NoDelay, loggerFactory, typeof(TcpTransport).FullName!);
    }

    /// <inheritdoc/>
    public string Scheme => SchemeName;

    /// <inheritdoc/>
    public async ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        TcpAddress.CheckShape(endpoint);
        var address = await TcpAddress.ResolveForListeningAsync(endpoint, cancellationToken);
        try
        {
            return new TcpListener(await _pipes.BindAsync(address, cancellationToken), endpoint);
        }
        catch (Exception e) when (e is SocketException or AddressInUseException)
        {
            throw new TransportException(TcpAddress.DescribeBindFailure(endpoint, e), endpoint, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.ConnectTimeout), _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Socket? socket = null;
        try
        {
            var addresses = await TcpAddress.ResolveAsync(endpoint, either.Token);
            socket = addresses.Length == 1
                ? new Socket(addresses[0].AddressFamily, SocketType.Stream, ProtocolType.Tcp)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.NoDelay = _options.NoDelay;
            await socket.ConnectAsync(addresses, endpoint.Port, either.Token);
            return TcpListener.Wrap(_pipes.Open(socket));
        }
        catch (Exception e)
        {
            socket?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw e switch
            {
                SocketException refused => new TransportException(TcpAddress.DescribeConnectFailure(endpoint, refused), endpoint, e),
                OperationCanceledException => new TransportException(
                    $"No connection to {endpoint} within {_options.ConnectTimeout} ms. Check that the peer is reachable, or raise " +
                    "connectTimeout of PluggableMQ.Transport.Tcp.", endpoint, e),
                TransportException => e,
                _ => new TransportException($"Connecting to {endpoint} failed: {e.Message}", endpoint, e),
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pipes.Dispose();
}
