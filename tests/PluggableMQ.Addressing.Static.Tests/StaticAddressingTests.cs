using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace PluggableMQ.Addressing.Static.Tests;

public class StaticAddressingTests
{
    private static async Task<IReadOnlyList<string>> FetchAsync(string option, params string[] configured)
    {
        var harness = new PluginHarness(new StaticPlugin(), ("addresses", option));
        var context = new TopAddressingContext(HostRole.Client, configured, null, TimeProvider.System, NullLoggerFactory.Instance);
        return await harness.Create(PluginKinds.Addressing, "static", context).FetchNameServersAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Fetch_ConfiguredAddresses_WinOverTheOption()
        => Assert.Equal(["10.0.0.1:9876", "10.0.0.2:9876"], await FetchAsync("other:1", "10.0.0.1:9876", "10.0.0.2:9876"));

    [Fact]
    public async Task Fetch_NothingConfigured_GivesTheOption()
        => Assert.Equal(["a:1", "[::1]:2", "inmemory://c:3"], await FetchAsync(" a:1 ;[::1]:2;;inmemory://c:3"));

    [Fact]
    public async Task Fetch_NothingAtAll_IsEmpty() => Assert.Empty(await FetchAsync(""));

    [Fact]
    public void Configure_WrongAddresses_NamesEachOfThem()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new StaticPlugin(), ("addresses", "a:1;no port;b:99999")));

        Assert.Equal(2, exception.Failures.Count);
        Assert.Contains("'no port'", exception.Failures[0], StringComparison.Ordinal);
        Assert.Contains("'b:99999'", exception.Failures[1], StringComparison.Ordinal);
    }
}
