using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Transport.WebSocket.Tests;

public sealed class WebSocketDeploymentTests
{
    // An address that no route leads to: only the gateway does.
    private const string Elsewhere = "192.0.2.17";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Queue_OnWebSocketsAlone_GivesBackWhatWasSent()
    {
        await using var deployment = await TransportDeployment.StartAsync("websocket");

        await deployment.SendAndReadBackAsync(1000, 1024 * 1024, s_limit);
    }

    [Fact]
    public async Task Queue_BehindAReverseProxysPath_IsReachedThroughIt()
    {
        await using var proxy = new TestProxy(TestProxy.ByPath);
        var options = Options($$""" "gateway": "http://127.0.0.1:{{proxy.Port}}/mq/{host}/{port}" """);
        await using var deployment = await TransportDeployment.StartAsync("websocket", clientOptions: options, announced: Elsewhere);

        await deployment.SendAndReadBackAsync(1000, 1024 * 1024, s_limit);

        Assert.Contains($"GET /mq/{Elsewhere}/{deployment.NameServer.Endpoint!.Port} HTTP/1.1", proxy.Requests);
        Assert.Contains($"GET /mq/{Elsewhere}/{deployment.Broker.Endpoint!.Port} HTTP/1.1", proxy.Requests);
    }

    [Fact]
    public async Task Queue_WhereOnlyHttpsIs_IsReachedThroughAGatewayThatAsksForAToken()
    {
        using var certificates = new TestCertificates();
        await using var gateway = new TestProxy(
            static head => head.Find("Authorization") == "Bearer sesame" ? TestProxy.ByPath(head) : TestProxy.Decision.Answer("401 Unauthorized"), certificates.Server);
        var options = Options(
            $$""" "gateway": "https://localhost:{{gateway.Port}}/mq/{host}/{port}", "caFile": "{{certificates.CaFile}}", "headers": { "Authorization": "Bearer sesame" } """);
        await using var deployment = await TransportDeployment.StartAsync("websocket", clientOptions: options, announced: Elsewhere);

        await deployment.SendAndReadBackAsync(200, 1024 * 1024, s_limit);
    }

    [Fact]
    public async Task Broker_PeersThatSendRubbish_AreClosedAndItServesOn()
    {
        await using var deployment = await TransportDeployment.StartAsync("websocket", Options("\"closeTimeout\": 60000"));
        // A frame of 2 GiB, one of a negative length, and one whose header is longer than itself.
        byte[][] rubbish = [[0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], [0, 0, 0, 8, 0, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]];
        for (var round = 0; round < 30; round++)
        {
            using var peer = await RawPeer.UpgradeAsync(deployment.Broker.Endpoint!.Port);
            await peer.WriteFrameAsync(RawPeer.Binary, rubbish[round % rubbish.Length]);
            Assert.Equal(1000, await peer.ReadCloseAsync());
        }

        await deployment.SendAndReadBackAsync(20, 100, s_limit);
    }

    private static string Options(string members) => $$"""{ "PluggableMQ.Transport.WebSocket": { {{members}} } }""";
}
