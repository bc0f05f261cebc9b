using System.Net;
using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.Addressing.Dns;

/// <summary>The options of the lookup in the DNS.</summary>
public sealed class DnsOptions
{
    private const int DnsPort = 53;

    /// <summary>The service or host name. Empty by default, with which the lookup cannot be used.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which records to ask for. Default by the name.</summary>
    public DnsRecordType RecordType { get; init; } = DnsRecordType.Auto;

    /// <summary>The port of NameServers found by address. Default 9876.</summary>
    public int Port { get; init; } = 9876;

    /// <summary>The DNS server to ask; null for the system's. Default null.</summary>
    public IPEndPoint? Resolver { get; init; }

    /// <summary>How long one question waits for its answer before it is asked once more: well within a host's limit of 3 seconds for the lookup.</summary>
    internal TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a lookup asks at most: then what was found is returned, before a host's limit of 3 seconds makes nothing of it.</summary>
    internal TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Whether SRV records are asked for.</summary>
    internal bool UsesServices => RecordType == DnsRecordType.Srv || (RecordType == DnsRecordType.Auto && Name.StartsWith('_'));

    internal static DnsOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new DnsOptions();
        var options = new DnsOptions
        {
            Name = reader.Text("name", defaults.Name),
            RecordType = ReadRecordType(reader),
            Port = reader.Int32("port", defaults.Port, 1, 65_535),
            Resolver = ReadResolver(reader),
        };
        if (options.Name.Length > 253 || options.Name.AsSpan().ContainsAny(" :/;"))
            reader.Fail("name", $"is '{options.Name}'; write a name of the DNS without scheme and port, for example _rocketmq._tcp.example.com");
        reader.ThrowIfFailed();
        return options;
    }

    private static DnsRecordType ReadRecordType(OptionReader reader)
    {
        switch (reader.Text("recordType", "auto"))
        {
            case "auto":
                return DnsRecordType.Auto;
            case "srv":
                return DnsRecordType.Srv;
            case "address":
                return DnsRecordType.Address;
            case var text:
                reader.Fail("recordType", $"is '{text}'; write auto, srv or address");
                return DnsRecordType.Auto;
        }
    }

    private static IPEndPoint? ReadResolver(OptionReader reader)
    {
        var text = reader.Text("resolver", "");
        if (text.Length == 0) return null;
        if (IPEndPoint.TryParse(text, out var endpoint)) return endpoint.Port == 0 ? new IPEndPoint(endpoint.Address, DnsPort) : endpoint;
        reader.Fail("resolver", $"is '{text}'; write an ip or ip:port, for example 10.0.0.2:53");
        return null;
    }
}
