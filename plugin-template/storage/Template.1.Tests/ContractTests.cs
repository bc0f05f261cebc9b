using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace Template._1.Tests;

/// <summary>What every message store promises. Abilities that it does not have (index, maintenance) are not asked for.</summary>
public sealed class StoreContractTests : MessageStoreContract
{
    protected override IMessageStore Create(MessageStoreContext context) => new PluginHarness(new MyStorePlugin()).Create(PluginKinds.Storage, "my-store", context);
}

/// <summary>plugin.json and options.schema.json say what the assembly does.</summary>
public sealed class ManifestTests : PluginManifestContract<MyStorePlugin>;
