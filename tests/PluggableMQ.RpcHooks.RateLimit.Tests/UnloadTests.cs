using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Testing;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

public class UnloadTests
{
    [Fact]
    public async Task Unload_AfterUse_CollectsThePlugin() => Assert.True(await UnloadProbe.IsCollectedAsync(
        "PluggableMQ.RpcHooks.RateLimit", "PluggableMQ.RpcHooks.RateLimit.RateLimitPlugin", UseAsync));

    private static async Task UseAsync(IPlugin plugin)
    {
        var hook = new PluginHarness(plugin, ("messagesPerSecond", "1"))
            .Create(PluginKinds.RpcHook, "rate-limit", new RpcHookCreationContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));
        using var owned = (IDisposable)hook;
        var send = new FakeSend("g", "T", isBatch: true, body: Batches.Of(100));
        for (var i = 0; i < 2; i++)
        {
            await hook.BeforeAsync(send, CancellationToken.None);
            await hook.AfterAsync(send, CancellationToken.None);
        }

        Assert.NotNull(send.Rejection);
    }
}
