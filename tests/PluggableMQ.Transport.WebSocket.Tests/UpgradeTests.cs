using System.Text;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>What servers answer to HTTP requests, right ones and others.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private readonly ITransport _transport = TransportFixture.Make(
        ("allowedOrigins:0", "https://console.example.com"), ("backlog", "2"));

    private ITransportListener _listener = null!;

    public async Task InitializeAsync() => _listener = await _transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default);

    public async Task DisposeAsync()
    {
        await _listener.DisposeAsync();
        await ((IAsyncDisposable)_transport).DisposeAsync();
    }

    [Theory]
    [InlineData("GET /pmq HTTP/1.1\r\nHost: localhost\r\n\r\n", 426, "This is a message queue")]
    [InlineData("POST /pmq HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 426, "This is a message queue")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 404, "nothing at this path")]
    [InlineData("GET /pmq HTTP/1.1\r\n\r\n", 400, "")]
    [InlineData("rubbish\r\n\r\n", 400, "")]
    [InlineData("\u0000\u0001\u0002\r\n\r\n", 400, "")]
    public async Task Request_WithoutUpgrade_GetsAShortAnswerAndTheEnd(string request, int status, string expected)
    {
        using var peer = await RawPeer.DialAsync(_listener.Endpoint.Port);

        var answer = await peer.AskAsync(request);

        Assert.Equal(status, answer.Status);
        Assert.Contains(expected, Encoding.UTF8.GetString(await peer.ReadToEndAsync()), StringComparison.Ordinal);
        if (status == 426) Assert.Equal("websocket", answer.Find("Upgrade"));
        Assert.Null(answer.Find("Server"));
    }

    [Theory]
    [InlineData("Upgrade", "h2c", 426)]
    [InlineData("Sec-WebSocket-Version", "8", 426)]
    [InlineData("Sec-WebSocket-Version", null, 426)]
    [InlineData("Sec-WebSocket-Key", "short", 400)]
    [InlineData("Sec-WebSocket-Key", null, 400)]
    [InlineData("Sec-WebSocket-Protocol", "chat", 400)]
    [InlineData("Sec-WebSocket-Protocol", null, 400)]
    [InlineData("Origin", "https://evil.example.com", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "https://console.example.com", 101)]
    [InlineData("Upgrade", "foo, WebSocket", 101)]
    public async Task Upgrade_OneHeaderChanged_IsAnsweredByIt(string name, string? value, int status)
    {
        using var peer = await RawPeer.DialAsync(_listener.Endpoint.Port);

        var answer = await peer.AskAsync(RawPeer.Request(changes: (name, value)));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Upgrade_HeadTooLarge_IsRefused()
    {
        using var peer = await RawPeer.DialAsync(_listener.Endpoint.Port);

        var answer = await peer.AskAsync(RawPeer.Request(changes: ("Cookie", new string('x', 40_000))));

        Assert.Equal(431, answer.Status);
    }

    [Fact]
    public async Task Upgrade_TooManyWaitToBeAccepted_IsRefusedUntilOneIs()
    {
        using var first = await RawPeer.UpgradeAsync(_listener.Endpoint.Port);
        await using var accepted = await _listener.AcceptAsync(default);
        using var second = await RawPeer.UpgradeAsync(_listener.Endpoint.Port);
        using var third = await RawPeer.UpgradeAsync(_listener.Endpoint.Port);
        // The answer of an upgrade leaves a moment before its connection can be accepted.
        var statuses = new List<int>();
        while (!statuses.Contains(503) && statuses.Count < 100)
        {
            using var peer = await RawPeer.DialAsync(_listener.Endpoint.Port);
            statuses.Add((await peer.AskAsync(RawPeer.Request())).Status);
        }

        Assert.Equal(503, statuses[^1]);
        await (await _listener.AcceptAsync(default))!.DisposeAsync();
        using var last = await RawPeer.UpgradeAsync(_listener.Endpoint.Port);
    }

    [Fact]
    public async Task DisposeListener_NotYetAccepted_IsClosed()
    {
        using var waiting = await RawPeer.UpgradeAsync(_listener.Endpoint.Port);

        await _listener.DisposeAsync();

        await waiting.ReadToEndAsync();
    }

    [Fact]
    public async Task ListenAsync_EndpointWithAPath_AnswersThere()
    {
        await using var listener = await _transport.ListenAsync(TransportEndpoint.Parse("ws://127.0.0.1:0/queue/a"), default);
        using var peer = await RawPeer.DialAsync(listener.Endpoint.Port);

        Assert.Equal(404, (await peer.AskAsync(RawPeer.Request())).Status);
        await using var client = await _transport.ConnectAsync(listener.Endpoint, default);
        await using var server = await listener.AcceptAsync(default);
        Assert.Equal("/queue/a", listener.Endpoint.Path);
    }
}
