using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PluggableMQ.Addressing.Http.Tests;

/// <summary>A web server on a free port of the loopback that keeps the requests it got and answers with what the test says.</summary>
internal sealed class OneShotHttpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private bool _disposed;

    public OneShotHttpServer()
    {
        _listener.Start();
        _loop = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads of the requests.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What is answered; null accepts the connection and says nothing.</summary>
    public byte[]? Answer { get; set; } = [];

    public void AnswerWith(string body, string status = "200 OK")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"), .. bytes];
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _stop.Cancel();
        _listener.Stop();
        _loop.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var silent = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Requests.Add(await ReadHeadAsync(client.GetStream()));
                if (Answer is not { } answer)
                {
                    silent.Add(client);
                    continue;
                }

                try
                {
                    await client.GetStream().WriteAsync(answer, _stop.Token);
                }
                catch (IOException)
                {
                    // The client hangs up on an answer that is too long.
                }

                client.Dispose();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            silent.ForEach(static client => client.Dispose());
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var buffer = new byte[8192];
        var length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
            if (read == 0) break;
            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
