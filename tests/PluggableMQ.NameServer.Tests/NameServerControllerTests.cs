using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.NameServer.Options;
using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.NameServer.Tests;

public class NameServerControllerTests
{
    [Fact]
    public async Task Create_WrongOptions_NamesThemAll()
    {
        var exception = await Assert.ThrowsAsync<NameServerOptionsException>(() => TestNameServer.StartAsync(configure: options =>
        {
            options.ListenPort = 70_000;
            options.ClusterTest = true;
            options.KvConfigPath = "";
            options.ScanNotActiveBrokerInterval = 0;
        }));

        Assert.Equal(["listenPort", "kvConfigPath", "clusterTest", "scanNotActiveBrokerInterval"], exception.Problems.Select(problem => problem.Split(':')[0]));
    }

    [Fact]
    public async Task Start_PortInUse_FailsWithTheEndpoint()
    {
        await using var first = await TestNameServer.StartAsync();

        var exception = await Assert.ThrowsAsync<TransportException>(() => TestNameServer.StartAsync(configure: options => options.ListenPort = first.Port));

        Assert.Contains($"127.0.0.1:{first.Port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_Running_FreesThePort()
    {
        int port;
        await using (var first = await TestNameServer.StartAsync()) port = first.Port;

        await using var second = await TestNameServer.StartAsync(configure: options => options.ListenPort = port);

        Assert.Equal(ResponseCode.Success, (await second.Connect().InvokeAsync(RequestCode.GetBrokerClusterInfo)).Code);
    }

    [Fact]
    public async Task Participants_Stages_ListenComesLast()
    {
        await using var server = await TestNameServer.StartAsync();

        Assert.Equal([LifecycleStage.Metadata, LifecycleStage.Services, LifecycleStage.Listen], server.Participants.Select(participant => participant.Stage));
    }
}
