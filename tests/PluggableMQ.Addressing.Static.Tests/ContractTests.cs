using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Addressing.Static.Tests;

/// <summary>The contract of address lookups. There is nothing to wait for, and nothing that can be out of reach.</summary>
public sealed class ContractTests : AddressingContract
{
    protected override IReadOnlyList<string> Expected => ConfiguredAddresses;

    protected override ITopAddressing Create(TopAddressingContext context) => new PluginHarness(new StaticPlugin()).Create(PluginKinds.Addressing, "static", context);
}
