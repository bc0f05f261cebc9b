using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace Template._1.Tests;

/// <summary>What every address lookup promises. One that waits for its source also overrides CreateSilent.</summary>
public sealed class LookupContractTests : AddressingContract
{
    private readonly string _file = Path.GetTempFileName();

    protected override IReadOnlyList<string> Expected => ["10.0.0.1:9876", "ns2.example:9876"];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(_file);
    }

    protected override ITopAddressing Create(TopAddressingContext context) => Make("10.0.0.1:9876\n# a comment\nns2.example:9876 # another\n", context);

    protected override ITopAddressing CreateBroken(TopAddressingContext context) => Make("<html>", context);

    private ITopAddressing Make(string text, TopAddressingContext context)
    {
        File.WriteAllText(_file, text);
        return new PluginHarness(new MyAddressingPlugin(), ("file", _file)).Create(PluginKinds.Addressing, "my-addressing", context);
    }
}

/// <summary>plugin.json and options.schema.json say what the assembly does.</summary>
public sealed class ManifestTests : PluginManifestContract<MyAddressingPlugin>;
