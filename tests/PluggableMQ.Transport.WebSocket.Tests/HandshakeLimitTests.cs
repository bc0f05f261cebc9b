using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>Peers that connect and do not get as far as a WebSocket.</summary>
public sealed class HandshakeLimitTests
{
    [Fact]
    public async Task Connections_MoreThanMayShakeHands_AreClosedUntilOneHasItsWebSocket()
    {
        await using var transport = Make(("maxHandshakes", "2"), ("handshakeTimeout", "600000"));
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default);
        using var first = await RawPeer.DialAsync(listener.Endpoint.Port);
        using var second = await RawPeer.DialAsync(listener.Endpoint.Port);
        using (var third = await RawPeer.DialAsync(listener.Endpoint.Port)) Assert.Empty(await third.ReadToEndAsync());

        Assert.Equal(101, (await first.AskAsync(RawPeer.Request())).Status);

        using var fourth = await RawPeer.UpgradeAsync(listener.Endpoint.Port);
    }

    [Fact]
    public async Task Connections_WithTheirWebSocket_DoNotCount()
    {
        await using var transport = Make(("maxHandshakes", "1"));
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default);

        using var first = await RawPeer.UpgradeAsync(listener.Endpoint.Port);
        using var second = await RawPeer.UpgradeAsync(listener.Endpoint.Port);
        using var third = await RawPeer.UpgradeAsync(listener.Endpoint.Port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /pmq HTTP/1.1\r\nHost: loc")]
    public async Task Request_ThatDoesNotCome_EndsTheConnectionInTheServersTime(string begun)
    {
        await using var transport = Make(("handshakeTimeout", "100"), ("connectTimeout", "600000"));
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default);
        using var peer = await RawPeer.DialAsync(listener.Endpoint.Port);

        await peer.Stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(begun));

        await peer.ReadToEndAsync();
    }

    private static WebSocketTransport Make(params (string Key, string Value)[] options) => (WebSocketTransport)TransportFixture.Make(options);
}
