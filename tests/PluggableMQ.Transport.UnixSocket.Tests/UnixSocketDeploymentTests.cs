using System.Net.Sockets;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Transport.UnixSocket.Tests;

public sealed class UnixSocketDeploymentTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Queue_OnUnixSocketsAlone_GivesBackWhatWasSent()
    {
        using var folder = new SocketFolder();
        await using (var deployment = await TransportDeployment.StartAsync("unix", Options(folder)))
        {
            await deployment.SendAndReadBackAsync(1000, 1024 * 1024, TimeSpan.FromMinutes(2));

            Assert.True(File.Exists(folder.FileOf($"0.0.0.0_{deployment.NameServer.Endpoint!.Port}.sock")));
            Assert.Equal($"127.0.0.1:{deployment.Broker.Endpoint!.Port}", deployment.Broker.AdvertisedAddress);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public async Task Broker_PeersThatSendRubbish_AreClosedAndItServesOn()
    {
        using var folder = new SocketFolder();
        await using var deployment = await TransportDeployment.StartAsync("unix", Options(folder));
        var file = new UnixDomainSocketEndPoint(folder.FileOf($"0.0.0.0_{deployment.Broker.Endpoint!.Port}.sock"));
        // A frame of 2 GiB, one of a negative length, and one whose header is longer than itself.
        byte[][] rubbish = [[0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], [0, 0, 0, 8, 0, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]];
        for (var round = 0; round < 30; round++)
        {
            using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await peer.ConnectAsync(file);
            await peer.SendAsync(rubbish[round % rubbish.Length]);
            Assert.Equal(0, await ReceiveAsync(peer).WaitAsync(s_limit));
        }

        await deployment.SendAndReadBackAsync(20, 100, TimeSpan.FromMinutes(2));
    }

    private static string Options(SocketFolder folder) => $$"""{ "PluggableMQ.Transport.UnixSocket": { "directory": "{{folder.Root}}", "mode": "600" } }""";

    private static async Task<int> ReceiveAsync(Socket peer)
    {
        try
        {
            return await peer.ReceiveAsync(new byte[100]);
        }
        catch (SocketException)
        {
            // A reset is an end, too.
            return 0;
        }
    }
}
