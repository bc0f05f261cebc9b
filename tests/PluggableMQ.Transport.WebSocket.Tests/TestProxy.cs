using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>A proxy of plain sockets: reads one request's head, lets a rule say where it goes and what is sent there, then hands bytes on both
/// ways.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Func<HttpHead, Decision> _rule;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    public TestProxy(Func<HttpHead, Decision> rule, X509Certificate2? certificate = null)
    {
        _rule = rule;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The first lines of all requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>A reverse proxy: <c>/mq/{host}/{port}</c> goes to that port of this machine, at the servers' own path.</summary>
    public static Decision ByPath(HttpHead head)
    {
        var parts = head.FirstLine.Split(' ')[1].Split('/');
        if (parts.Length != 4 || parts[1] != "mq") return Decision.Answer("404 Not Found");
        return Decision.Forward(int.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture), ["GET /pmq HTTP/1.1", .. head.Headers]);
    }

    /// <summary>A forward proxy: CONNECT, with the credentials <c>user:secret</c>.</summary>
    public static Decision ByConnect(HttpHead head)
    {
        if (!head.FirstLine.StartsWith("CONNECT ", StringComparison.Ordinal)) return Decision.Answer("405 Method Not Allowed");
        if (head.Find("Proxy-Authorization") != "Basic " + Convert.ToBase64String("user:secret"u8)) return Decision.Answer("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"");
        var port = int.Parse(head.FirstLine.Split(' ')[1].Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        return Decision.Tunnel(port);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        await using var stopping = _stopping.Token.UnsafeRegister(static c => ((TcpClient)c!).Dispose(), client);
        try
        {
            Stream near = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(near);
                await tls.AuthenticateAsServerAsync(_certificate);
                near = tls;
            }

            await using var ownedNear = near;
            while (true)
            {
                var head = await HttpHead.ReadAsync(near);
                Requests.Enqueue(head.FirstLine);
                var decision = _rule(head);
                if (decision.Reply is not null) await near.WriteAsync(Encoding.ASCII.GetBytes(decision.Reply));
                if (decision.Port == 0) continue;
                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, decision.Port, _stopping.Token);
                await using var far = server.GetStream();
                await using var cut = _stopping.Token.UnsafeRegister(static c => ((TcpClient)c!).Dispose(), server);
                if (decision.Head is not null) await far.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", decision.Head) + "\r\n\r\n"));
                await Task.WhenAll(CopyAsync(near, far, server), CopyAsync(far, near, client));
                return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException
            or System.Security.Authentication.AuthenticationException)
        {
            // One side is gone, or did not like the certificate.
        }
    }

    // What ends on one side ends on the other.
    private static async Task CopyAsync(Stream from, Stream to, TcpClient destination)
    {
        try
        {
            await from.CopyToAsync(to);
            destination.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception)
        {
            destination.Dispose();
            throw;
        }
    }

    /// <summary>What becomes of a request.</summary>
    internal sealed record Decision(int Port, string[]? Head, string? Reply)
    {
        public static Decision Forward(int port, string[] head) => new(port, head, null);

        public static Decision Tunnel(int port) => new(port, null, "HTTP/1.1 200 Connection established\r\n\r\n");

        public static Decision Answer(string status) => new(0, null, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
    }
}
