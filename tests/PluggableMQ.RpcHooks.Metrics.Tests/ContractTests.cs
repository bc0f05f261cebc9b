using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.RpcHooks.Metrics.Tests;

/// <summary>The contract of hooks.</summary>
public sealed class ContractTests : RpcHookContract
{
    protected override IRpcHook Create(RpcHookCreationContext context) => new PluginHarness(new MetricsPlugin()).Create(PluginKinds.RpcHook, "metrics", context);
}
