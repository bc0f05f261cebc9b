using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.WebSocket.Tests;

public sealed class WebSocketAddressTests
{
    [Theory]
    [InlineData("10.0.0.1:10911", "", "ws://10.0.0.1:10911/pmq")]
    [InlineData("[::1]:10911", "", "ws://[::1]:10911/pmq")]
    [InlineData("ws://broker-a:80/other", "", "ws://broker-a/other")]
    [InlineData("10.0.0.1:10911", "https://mq.example.com/pmq/{host}/{port}", "wss://mq.example.com/pmq/10.0.0.1/10911")]
    [InlineData("10.0.0.1:10911", "http://mq.example.com:8080/{port}?to={host}", "ws://mq.example.com:8080/10911?to=10.0.0.1")]
    [InlineData("[::1]:10911", "wss://mq.example.com/{host}/{port}", "wss://mq.example.com/%5B%3A%3A1%5D/10911")]
    [InlineData("10.0.0.1:10911", "wss://mq.example.com/one", "wss://mq.example.com/one")]
    [InlineData("broker-a:10911", "ws://{host}.mq.example.com:{port}/pmq", "ws://broker-a.mq.example.com:10911/pmq")]
    [InlineData("ws://broker-a:10911/own", "https://mq.example.com/pmq/{host}/{port}", "ws://broker-a:10911/own")]
    public void ToUrl_AddressAndGateway_IsTheUrlToDial(string address, string gateway, string expected)
        => Assert.Equal(
            expected, WebSocketAddress.ToUrl(TransportEndpoint.Parse(address), "ws", new WebSocketTransportOptions { Gateway = gateway }).AbsoluteUri);

    [Fact]
    public void ToUrl_SchemeWithTls_IsKept()
        => Assert.Equal(
            "wss://broker-a:10911/mq",
            WebSocketAddress.ToUrl(TransportEndpoint.Parse("broker-a:10911"), "wss", new WebSocketTransportOptions { Path = "/mq" }).AbsoluteUri);

    [Theory]
    [InlineData("ftp://mq.example.com/{host}")]
    [InlineData("mq.example.com/{host}/{port}")]
    [InlineData("https://user:secret@mq.example.com/")]
    [InlineData("https:///{host}/{port}")]
    public void CheckGateway_NoUrlOfAWebSocket_SaysWhatOneLooksLike(string gateway)
        => Assert.Contains("https://mq.example.com/pmq/{host}/{port}", WebSocketAddress.CheckGateway(gateway), StringComparison.Ordinal);
}
