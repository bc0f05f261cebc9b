using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.Addressing.Http;

/// <summary>The options of the lookup over HTTP.</summary>
public sealed class HttpOptions
{
    /// <summary>The host of the lookup (<c>rocketmq.namesrv.domain</c>), with or without a port. Default <c>jmenv.tbsite.net</c>.</summary>
    public string Domain { get; init; } = "jmenv.tbsite.net";

    /// <summary>The last part of the lookup's path (<c>rocketmq.namesrv.domain.subgroup</c>). Default <c>nsaddr</c>.</summary>
    public string Subgroup { get; init; } = "nsaddr";

    /// <summary>How long one lookup may take, in milliseconds. Below the 3 seconds after which a host gives up itself and could
    /// not say what was asked. Default 2500.</summary>
    public int TimeoutMillis { get; init; } = 2500;

    /// <summary>The longest answer that is read, in bytes; a longer one is an error. Default 65 536.</summary>
    public int MaxBytes { get; init; } = 65_536;

    internal static HttpOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new HttpOptions();
        var options = new HttpOptions
        {
            Domain = reader.Text("domain", defaults.Domain),
            Subgroup = reader.Text("subgroup", defaults.Subgroup),
            TimeoutMillis = reader.Int32("timeoutMillis", defaults.TimeoutMillis, 1, 2900),
            MaxBytes = reader.Int32("maxBytes", defaults.MaxBytes, 64, 1_048_576),
        };
        if (LookupUrl.TryBuild(options.Domain, options.Subgroup, null) is null)
        {
            reader.Fail("domain", $"'{options.Domain}' with subgroup '{options.Subgroup}' makes no URL; write a host name or host:port, and a plain word");
        }

        reader.ThrowIfFailed();
        return options;
    }
}
