using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>How clients get through, and what they say when they do not.</summary>
public sealed class DialTests : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly List<ITransport> _transports = [];
    private ITransportListener _listener = null!;

    public async Task InitializeAsync() => _listener = await Make().ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default);

    public async Task DisposeAsync()
    {
        await _listener.DisposeAsync();
        foreach (var transport in _transports) await ((IAsyncDisposable)transport).DisposeAsync();
    }

    [Fact]
    public async Task ConnectAsync_HttpProxy_GoesThroughItsTunnel()
    {
        await using var proxy = new TestProxy(TestProxy.ByConnect);
        var client = Make(("proxy", $"http://127.0.0.1:{proxy.Port}"), ("proxyCredentials", "user:secret"));

        await EchoAsync(client, _listener.Endpoint);

        Assert.Contains($"CONNECT 127.0.0.1:{_listener.Endpoint.Port} HTTP/1.1", proxy.Requests);
    }

    [Fact]
    public async Task ConnectAsync_HttpProxyRefuses_NamesTheProxyAndNoSecret()
    {
        await using var proxy = new TestProxy(TestProxy.ByConnect);
        var client = Make(("proxy", $"http://127.0.0.1:{proxy.Port}"), ("proxyCredentials", "user:wrong-secret"));

        var failure = await FailureAsync(client, _listener.Endpoint);

        Assert.Contains($"127.0.0.1:{proxy.Port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("proxyCredentials", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_TlsTransport_TrustsTheAuthorityOfTheOption()
    {
        using var certificates = new TestCertificates();
        await using var terminator = Terminator(certificates);
        var client = Make("websocket-tls", ("caFile", certificates.CaFile));

        await EchoAsync(client, new TransportEndpoint(null, "localhost", terminator.Port));

        Assert.Equal("wss", client.Scheme);
    }

    [Fact]
    public async Task ConnectAsync_UnknownAuthority_SaysWhereToNameIt()
    {
        using var certificates = new TestCertificates();
        await using var terminator = Terminator(certificates);

        var failure = await FailureAsync(Make("websocket-tls"), new TransportEndpoint(null, "localhost", terminator.Port));

        Assert.Contains("TLS with wss://localhost", failure.Message, StringComparison.Ordinal);
        Assert.Contains("caFile", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenAsync_TlsTransport_SaysWhoListens()
    {
        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await Make("websocket-tls").ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default));

        Assert.Contains("only connects", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401 Unauthorized", "'headers'")]
    [InlineData("404 Not Found", "'path'")]
    [InlineData("502 Bad Gateway", "does not reach the server")]
    [InlineData("301 Moved Permanently\r\nLocation: http://elsewhere", "status 301")]
    [InlineData("200 OK", "status 200")]
    public async Task ConnectAsync_OtherAnswer_SaysWhatToDo(string status, string expected)
    {
        await using var server = new TestProxy(_ => TestProxy.Decision.Answer(status));

        var failure = await FailureAsync(Make(), new TransportEndpoint(null, "127.0.0.1", server.Port));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{server.Port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_ProxyLosesTheSubprotocol_SaysSo()
    {
        // Right in all but that.
        await using var server = new TestProxy(static head => new TestProxy.Decision(
            0, null,
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "
                + UpgradeApplication.AcceptKey(head.Find("Sec-WebSocket-Key")!) + "\r\n\r\n"));

        var failure = await FailureAsync(Make(), new TransportEndpoint(null, "127.0.0.1", server.Port));

        Assert.Contains("does not speak pmq.remoting.v1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_NoAnswer_GivesUpAfterItsTimeLimit()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;

        var failure = await FailureAsync(Make(("connectTimeout", "50")), new TransportEndpoint(null, "127.0.0.1", port));

        Assert.Contains("within 50 ms", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("does-not-exist.invalid:9876", "does-not-exist.invalid")]
    [InlineData("127.0.0.1:0", "no port")]
    [InlineData("ws:///path", "no host")]
    public async Task ConnectAsync_BadEndpoint_SaysWhatIsWrong(string address, string expected)
    {
        var failure = await FailureAsync(Make(), TransportEndpoint.Parse(address));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(address, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteOutput_PeerReadsToTheEnd_AndMayStillSend()
    {
        await using var client = await Make().ConnectAsync(_listener.Endpoint, default);
        await using var server = (await _listener.AcceptAsync(default))!;
        await client.Transport.Output.WriteAsync("question"u8.ToArray());

        await client.Transport.Output.CompleteAsync();

        Assert.Equal("question", await ReadToEndAsync(server));
        await server.Transport.Output.WriteAsync("answer"u8.ToArray());
        await server.Transport.Output.CompleteAsync();
        Assert.Equal("answer", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task QuietConnection_GivesSignsOfLife()
    {
        await using var server = await Make(("keepAliveInterval", "1")).ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default);
        using var peer = await RawPeer.UpgradeAsync(server.Endpoint.Port);

        var (opcode, _) = await peer.ReadMessageAsync();

        Assert.True(opcode is RawPeer.Ping or RawPeer.Pong);
    }

    private TestProxy Terminator(TestCertificates certificates)
        => new(head => TestProxy.Decision.Forward(_listener.Endpoint.Port, [head.FirstLine, .. head.Headers]), certificates.Server);

    private ITransport Make(params (string Key, string Value)[] options) => Make("websocket", options);

    private ITransport Make(string name, params (string Key, string Value)[] options)
    {
        var transport = TransportFixture.Make(name, options);
        _transports.Add(transport);
        return transport;
    }

    private async Task EchoAsync(ITransport transport, TransportEndpoint endpoint)
    {
        await using var client = await transport.ConnectAsync(endpoint, default);
        await using var server = (await _listener.AcceptAsync(default).AsTask().WaitAsync(s_limit))!;
        await client.Transport.Output.WriteAsync("hello"u8.ToArray());
        await client.Transport.Output.CompleteAsync();
        Assert.Equal("hello", await ReadToEndAsync(server));
    }

    private static async Task<TransportException> FailureAsync(ITransport transport, TransportEndpoint endpoint)
    {
        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await transport.ConnectAsync(endpoint, default).AsTask().WaitAsync(s_limit));
        Assert.Equal(endpoint, failure.Endpoint);
        return failure;
    }

    private static async Task<string> ReadToEndAsync(ITransportConnection connection)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            var result = await connection.Transport.Input.ReadAsync(limit.Token);
            if (result.IsCompleted) return System.Text.Encoding.ASCII.GetString(System.Buffers.BuffersExtensions.ToArray(result.Buffer));
            connection.Transport.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
