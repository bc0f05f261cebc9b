using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

/// <summary>The contract of hooks, with a limit that lets some sends pass and refuses others.</summary>
public sealed class ContractTests : RpcHookContract
{
    protected override IRpcHook Create(RpcHookCreationContext context)
        => new PluginHarness(new RateLimitPlugin(), ("messagesPerSecond", "1"), ("burst", "20")).Create(PluginKinds.RpcHook, "rate-limit", context);

    protected override IEnumerable<TestRpcContext> MoreRequests()
    {
        (string, string)[] fields = [("a", "batching"), ("b", "Orders"), ("m", "true")];
        yield return new TestRpcContext(RequestCode.SendBatchMessage, RpcDirection.Inbound, Batches.Of(5), fields: fields);
        yield return new TestRpcContext(RequestCode.SendBatchMessage, RpcDirection.Inbound, Batches.Of(2)[..^3], fields: fields);
    }
}
