using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace Template._1.Tests;

/// <summary>What every store decorator promises. One that leaves bodies as they are does not override KeepsSizes.</summary>
public sealed class DecoratorContractTests : StoreDecoratorContract
{
    protected override bool KeepsSizes => false;

    protected override IMessageStore Create(StoreDecoratorContext context)
        => new PluginHarness(new MyDecoratorPlugin(), ("minBytes", "1")).Create(PluginKinds.StoreDecorator, "my-decorator", context);
}

/// <summary>plugin.json and options.schema.json say what the assembly does.</summary>
public sealed class ManifestTests : PluginManifestContract<MyDecoratorPlugin>;
