using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.PluginShared;

namespace PluggableMQ.Addressing.Static;

/// <summary>The options of static addressing.</summary>
public sealed class StaticOptions
{
    /// <summary>NameServer addresses, used when the host was given none (<c>-n</c>, <c>namesrvAddr</c>). Default: none.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    internal static StaticOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var addresses = reader.Text("addresses", "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var address in addresses)
        {
            if (!TransportEndpoint.TryParse(address, out _))
            {
                reader.Fail("addresses", $"holds '{address}', which is not an address; write host:port;host:port, for example 127.0.0.1:9876");
            }
        }

        reader.ThrowIfFailed();
        return new StaticOptions { Addresses = addresses };
    }
}
