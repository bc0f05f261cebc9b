using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace Template._1.Tests;

/// <summary>The rule of this lookup.</summary>
public sealed class MyAddressingTests
{
    [Fact]
    public async Task Fetch_FileChanges_GivesTheNewAddresses()
    {
        var file = Path.GetTempFileName();
        var context = new TopAddressingContext(HostRole.Client, [], null, new ManualClock(), NullLoggerFactory.Instance);
        var lookup = new PluginHarness(new MyAddressingPlugin(), ("file", file)).Create(PluginKinds.Addressing, "my-addressing", context);

        await File.WriteAllTextAsync(file, "a.example:9876");
        Assert.Equal(["a.example:9876"], await lookup.FetchNameServersAsync(CancellationToken.None));
        await File.WriteAllTextAsync(file, "b.example:9876");
        Assert.Equal(["b.example:9876"], await lookup.FetchNameServersAsync(CancellationToken.None));
        File.Delete(file);
        await Assert.ThrowsAnyAsync<IOException>(async () => await lookup.FetchNameServersAsync(CancellationToken.None));
    }
}
