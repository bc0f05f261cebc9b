using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Addressing.Http.Tests;

/// <summary>The contract of address lookups, with a web server that answers, is silent, or says that there is no such page.</summary>
public sealed class ContractTests : AddressingContract
{
    private readonly OneShotHttpServer _server = new();

    protected override IReadOnlyList<string> Expected => ["10.0.0.1:9876", "10.0.0.2:9876"];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _server.Dispose();
    }

    protected override ITopAddressing Create(TopAddressingContext context)
    {
        _server.AnswerWith("10.0.0.1:9876;10.0.0.2:9876");
        return Make(context);
    }

    protected override ITopAddressing CreateSilent(TopAddressingContext context)
    {
        _server.Answer = null;
        return Make(context);
    }

    protected override ITopAddressing CreateBroken(TopAddressingContext context)
    {
        _server.AnswerWith("no such page", "404 Not Found");
        return Make(context);
    }

    private ITopAddressing Make(TopAddressingContext context)
        => new PluginHarness(new HttpPlugin(), ("domain", $"127.0.0.1:{_server.Port}"), ("timeoutMillis", "2900"))
            .Create(PluginKinds.Addressing, "http", context);
}
