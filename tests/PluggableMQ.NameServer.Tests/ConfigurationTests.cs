using System.Buffers;
using System.Text;
using PluggableMQ.NameServer.Options;
using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Text;

namespace PluggableMQ.NameServer.Tests;

public class ConfigurationTests
{
    private static async Task<Dictionary<string, string>> GetAsync(TestPeer peer)
    {
        var response = await peer.InvokeAsync(RequestCode.GetNamesrvConfig);
        return JavaProperties.Parse(Encoding.UTF8.GetString(response.Body.ToArray())).ToDictionary();
    }

    private static Task<RemotingCommand> UpdateAsync(TestPeer peer, string text) => peer.InvokeAsync(RequestCode.UpdateNamesrvConfig, Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task Get_Settings_HasEveryOptionUnderItsRocketMqKey()
    {
        await using var server = await TestNameServer.StartAsync();

        var settings = await GetAsync(server.Connect());

        var options = typeof(NameServerOptions).GetProperties().Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
        Assert.Equal(options.Order(StringComparer.Ordinal), settings.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(server.Options.KvConfigPath, settings["kvConfigPath"]);
        Assert.Equal("false", settings["orderMessageEnable"]);
    }

    [Fact]
    public async Task Update_KnownKeys_TakeEffectAndAreWritten()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = server.Connect();

        var response = await UpdateAsync(peer, "orderMessageEnable=true\n# a comment\nserverWorkerThreads : 16\n");

        Assert.Equal(ResponseCode.Success, response.Code);
        Assert.True(server.Options.OrderMessageEnable);
        var written = JavaProperties.Parse(await File.ReadAllTextAsync(server.Options.ConfigStorePath)).ToDictionary();
        Assert.Equal(("true", "16"), (written["orderMessageEnable"], written["serverWorkerThreads"]));
        Assert.Equal(written, await GetAsync(peer));
    }

    [Theory]
    [InlineData("kvConfigPath=/etc/passwd")]
    [InlineData("configStorePath=x")]
    [InlineData("configBlackList=")]
    [InlineData("rocketmqHome=x")]
    [InlineData("orderMessageEnable=true\nlistenPort=1")]
    public async Task Update_KeyOnTheBlackList_IsRefusedAsAWhole(string text)
    {
        await using var server = await TestNameServer.StartAsync(configure: options => options.ConfigBlackList = "listenPort");
        var before = await GetAsync(server.Connect());

        var response = await UpdateAsync(server.Connect(), text);

        Assert.Equal((ResponseCode.NoPermission, "Can not update config in black list."), (response.Code, response.Remark));
        Assert.Equal(before, await GetAsync(server.Connect()));
        Assert.False(File.Exists(server.Options.ConfigStorePath));
    }

    [Fact]
    public async Task Update_UnknownKeyOrWrongValue_IsLeftOutAndLogged()
    {
        await using var server = await TestNameServer.StartAsync();

        var response = await UpdateAsync(server.Connect(), "noSuchKey=1\nserverWorkerThreads=many\nclusterTest=true\nlisteners=0.0.0.0:1\norderMessageEnable=true");

        Assert.Equal(ResponseCode.Success, response.Code);
        Assert.True(server.Options.OrderMessageEnable);
        Assert.False(server.Options.ClusterTest);
        Assert.Empty(server.Options.Listeners);
        Assert.Equal(8, server.Options.ServerWorkerThreads);
        Assert.Contains("noSuchKey, serverWorkerThreads, clusterTest", await server.Log.WaitAsync(3031), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_TextThatIsNone_IsRefused()
    {
        await using var server = await TestNameServer.StartAsync();

        var response = await UpdateAsync(server.Connect(), "productEnvName=\\u12");

        Assert.Equal(ResponseCode.SystemError, response.Code);
        Assert.StartsWith("string2Properties error", response.Remark, StringComparison.Ordinal);
    }
}
