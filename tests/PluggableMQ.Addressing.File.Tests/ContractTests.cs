using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Addressing.File.Tests;

/// <summary>The contract of address lookups, with a file that is there or is not.</summary>
public sealed class ContractTests : AddressingContract
{
    private readonly AddressFile _file = new();

    protected override IReadOnlyList<string> Expected => ["10.0.0.1:9876", "unix:///run/mq.sock"];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override ITopAddressing Create(TopAddressingContext context)
    {
        _file.Write("10.0.0.1:9876\nunix:///run/mq.sock\n");
        return CreateBroken(context);
    }

    protected override Task<bool> ChangeAsync()
    {
        _file.Replace("10.0.0.2:9876\n");
        return Task.FromResult(true);
    }

    protected override ITopAddressing CreateBroken(TopAddressingContext context)
        => new PluginHarness(new FilePlugin(), ("path", _file.Path)).Create(PluginKinds.Addressing, "file", context);
}
