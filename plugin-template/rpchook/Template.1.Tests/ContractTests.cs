using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace Template._1.Tests;

/// <summary>What every hook promises.</summary>
public sealed class HookContractTests : RpcHookContract
{
    protected override IRpcHook Create(RpcHookCreationContext context) => new PluginHarness(new MyHookPlugin()).Create(PluginKinds.RpcHook, "my-hook", context);
}

/// <summary>plugin.json and options.schema.json say what the assembly does.</summary>
public sealed class ManifestTests : PluginManifestContract<MyHookPlugin>;
