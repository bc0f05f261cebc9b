using System.IO.Pipelines;
using System.Net;

namespace PluggableMQ.Abstractions.Transport;

/// <summary>One open connection: a duplex pipe with back-pressure.</summary>
/// <remarks>
/// <para>The pipe's reader is used by one loop at a time; its writer is used under the caller's lock. <c>FlushAsync</c> on the writer
/// completes only when the peer takes what is written, so that a slow peer holds back its writer and memory stays bounded.</para>
/// <para>Disposing completes both directions, sends what was flushed, and closes. The reader of the peer then completes.</para>
/// </remarks>
public interface ITransportConnection : IAsyncDisposable
{
    /// <summary>A short id, unique in this process, for logs.</summary>
    string Id { get; }

    /// <summary>The bytes: input from the peer, output to the peer.</summary>
    IDuplexPipe Transport { get; }

    /// <summary>The peer's address. A transport without IP addresses gives a loopback address with a distinguishing port, because
    /// messages record their origin as IP and port.</summary>
    IPEndPoint RemoteEndPoint { get; }

    /// <summary>This side's address, with the same rule.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Cancelled once the connection is closed by either side. Callbacks run on a transport thread and must not block.</summary>
    CancellationToken Closed { get; }

    /// <summary>Closes at once and drops what was not sent. Safe from any thread and more than once.</summary>
    /// <param name="reason">Why, for logs; null for an ordinary close.</param>
    void Abort(Exception? reason = null);
}
