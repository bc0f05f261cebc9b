using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Addressing.File.Tests;

public class UnloadTests
{
    [Fact]
    public async Task Unload_AfterUse_CollectsThePlugin() => Assert.True(await UnloadProbe.IsCollectedAsync(
        "PluggableMQ.Addressing.File", "PluggableMQ.Addressing.File.FilePlugin", UseAsync));

    private static async Task UseAsync(IPlugin plugin)
    {
        using var file = new AddressFile();
        file.Write("a:1");
        var addressing = new PluginHarness(plugin, ("path", file.Path))
            .Create(PluginKinds.Addressing, "file", new TopAddressingContext(HostRole.Client, [], null, TimeProvider.System, NullLoggerFactory.Instance));
        using var owned = (IDisposable)addressing;
        Assert.Equal(["a:1"], await addressing.FetchNameServersAsync(CancellationToken.None));
        var changed = ((IAddressingChangeSource)addressing).WaitForChangeAsync(CancellationToken.None).AsTask();
        file.Replace("b:1");
        await changed.WaitAsync(ComposedQueue.Patience);
        Assert.Equal(["b:1"], await addressing.FetchNameServersAsync(CancellationToken.None));
    }
}
