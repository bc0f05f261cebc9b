using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Addressing.Dns.Tests;

public class UnloadTests
{
    [Theory]
    [InlineData("_rocketmq._tcp.example.com", false)]
    [InlineData("_rocketmq._tcp.example.com", true)]
    [InlineData("ns.example.com", false)]
    public async Task Unload_AfterUse_CollectsThePlugin(string name, bool overTcp) => Assert.True(await UnloadProbe.IsCollectedAsync(
        "PluggableMQ.Addressing.Dns", "PluggableMQ.Addressing.Dns.DnsPlugin", plugin => UseAsync(plugin, name, overTcp)));

    private static async Task UseAsync(IPlugin plugin, string name, bool overTcp)
    {
        using var server = new DnsServer();
        server.Answer = question => question switch
        {
            { IsTcp: false } when overTcp => new DnsReply(question) { IsTruncated = true }.ToArray(),
            { Type: DnsQuestion.Srv } => new DnsReply(question).Service(0, 0, 9876, "ns.example.com").ToArray(),
            { Type: DnsQuestion.A } => new DnsReply(question).Address("10.0.0.1").ToArray(),
            _ => new DnsReply(question).ToArray(),
        };
        var addressing = new PluginHarness(plugin, ("name", name), ("resolver", server.Endpoint.ToString()))
            .Create(PluginKinds.Addressing, "dns", new TopAddressingContext(HostRole.Client, [], null, TimeProvider.System, NullLoggerFactory.Instance));
        Assert.Equal(["10.0.0.1:9876"], await FetchPatientlyAsync(addressing));
    }

    // A second is the plugin's own limit, and a busy machine may take longer.
    private static async Task<IReadOnlyList<string>> FetchPatientlyAsync(ITopAddressing addressing)
    {
        var deadline = DateTime.UtcNow + ComposedQueue.Patience;
        while (true)
        {
            try
            {
                return await addressing.FetchNameServersAsync(CancellationToken.None);
            }
            catch (IOException) when (DateTime.UtcNow < deadline)
            {
            }
        }
    }
}
