using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Transport.UnixSocket.Tests;

public sealed class UnixSocketDeploymentTests
{
    [Fact]
    public async Task Queue_OnUnixSocketsAlone_GivesBackWhatWasSent()
    {
        using var folder = new SocketFolder();
        var options = $$"""{ "PluggableMQ.Transport.UnixSocket": { "directory": "{{folder.Root}}", "mode": "600" } }""";
        await using (var deployment = await TransportDeployment.StartAsync("unix", options))
        {
            await deployment.SendAndReadBackAsync(1000, 1024 * 1024, TimeSpan.FromMinutes(2));

            Assert.True(File.Exists(folder.FileOf($"0.0.0.0_{deployment.NameServer.Endpoint!.Port}.sock")));
            Assert.Equal($"127.0.0.1:{deployment.Broker.Endpoint!.Port}", deployment.Broker.AdvertisedAddress);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }
}
