using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PluggableMQ.Addressing.Dns.Tests;

/// <summary>A DNS server on loopback, over UDP and TCP on one port.</summary>
internal sealed class DnsServer : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly UdpClient _udp;
    private readonly TcpListener _tcp;

    public DnsServer()
    {
        (_udp, _tcp) = Bind();
        Endpoint = (IPEndPoint)_tcp.LocalEndpoint;
        _ = ServeUdpAsync();
        _ = ServeTcpAsync();
    }

    public IPEndPoint Endpoint { get; }

    /// <summary>Makes the answer; null for none.</summary>
    public Func<DnsQuestion, byte[]?> Answer { get; set; } = question => new DnsReply(question).ToArray();

    public ConcurrentQueue<DnsQuestion> Questions { get; } = new();

    public void Dispose()
    {
        _stopping.Cancel();
        _udp.Dispose();
        _tcp.Dispose();
        _stopping.Dispose();
    }

    // A port that is free for UDP may be taken for TCP.
    private static (UdpClient Udp, TcpListener Tcp) Bind()
    {
        for (var attempt = 0; ; attempt++)
        {
            var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            try
            {
                return (new UdpClient((IPEndPoint)tcp.LocalEndpoint), tcp);
            }
            catch (SocketException) when (attempt < 100)
            {
                tcp.Dispose();
            }
        }
    }

    private byte[]? Handle(byte[] message, bool isTcp)
    {
        var question = new DnsQuestion(message, isTcp);
        Questions.Enqueue(question);
        return Answer(question);
    }

    private async Task ServeUdpAsync()
    {
        var cancellationToken = _stopping.Token;
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveAsync(cancellationToken);
                if (Handle(received.Buffer, isTcp: false) is { } answer) await _udp.SendAsync(answer, received.RemoteEndPoint, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeTcpAsync()
    {
        var cancellationToken = _stopping.Token;
        try
        {
            while (true)
            {
                var client = await _tcp.AcceptTcpClientAsync(cancellationToken);
                _ = ServeConnectionAsync(client, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeConnectionAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            var length = new byte[2];
            while (true)
            {
                await stream.ReadExactlyAsync(length, cancellationToken);
                var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(message, cancellationToken);
                if (Handle(message, isTcp: true) is not { } answer) return;
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
                await stream.WriteAsync((byte[])[.. length, .. answer], cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }
}
