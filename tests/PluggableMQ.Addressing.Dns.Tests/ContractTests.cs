using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Addressing.Dns.Tests;

/// <summary>The contract of address lookups, with a DNS server that answers, is silent, or says that there is no such name.</summary>
public abstract class DnsContract(string name) : AddressingContract
{
    private readonly DnsServer _server = new();

    protected override IReadOnlyList<string> Expected => ["10.0.0.1:9876", "[fd00::1]:9876"];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _server.Dispose();
    }

    protected override ITopAddressing Create(TopAddressingContext context)
    {
        _server.Answer = question => question.Type switch
        {
            DnsQuestion.Srv => new DnsReply(question).Service(0, 0, 9876, "ns.example.com").ToArray(),
            DnsQuestion.A => new DnsReply(question).Address("10.0.0.1").ToArray(),
            _ => new DnsReply(question).Address("fd00::1").ToArray(),
        };
        return Make(context);
    }

    protected override ITopAddressing CreateSilent(TopAddressingContext context)
    {
        _server.Answer = _ => null;
        return Make(context);
    }

    protected override ITopAddressing CreateBroken(TopAddressingContext context)
    {
        _server.Answer = question => new DnsReply(question) { ResponseCode = 3 }.ToArray();
        return Make(context);
    }

    // Not by way of the plugin: its limits of seconds for an answer are too short for a machine that is busy with tests.
    private DnsAddressing Make(TopAddressingContext context)
    {
        var patience = TimeSpan.FromSeconds(60);
        var options = new DnsOptions { Name = name, Port = 9876, Resolver = _server.Endpoint, AttemptTimeout = patience, TimeLimit = patience };
        return new DnsAddressing(options, context.LoggerFactory);
    }
}

/// <summary>By service records.</summary>
public sealed class ServiceContractTests() : DnsContract("_rocketmq._tcp.example.com");

/// <summary>By a host's addresses.</summary>
public sealed class HostContractTests() : DnsContract("ns.example.com");
