using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Transport.WebSocket.Tests;

public sealed class WebSocketDeploymentTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Queue_OnWebSocketsAlone_GivesBackWhatWasSent()
    {
        await using var deployment = await TransportDeployment.StartAsync("websocket");

        await deployment.SendAndReadBackAsync(1000, 1024 * 1024, s_limit);
    }
}
