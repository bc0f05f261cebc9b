using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Acme.Hooks.Audit;

/// <summary>The hook's options; <c>options.schema.json</c> says the same to operators and to the host, which checks them first.</summary>
public sealed class AuditOptions
{
    /// <summary>Messages to topics that begin with this are refused. Default <c>forbidden-</c>.</summary>
    public string TopicPrefix { get; init; } = "forbidden-";

    /// <summary>Messages with a longer body, in bytes, are refused. Default 0, no limit.</summary>
    public int MaxBytes { get; init; }

    internal static AuditOptions Read(IConfiguration options)
    {
        var defaults = new AuditOptions();
        return new AuditOptions
        {
            TopicPrefix = options["topicPrefix"] ?? defaults.TopicPrefix,
            MaxBytes = int.Parse(options["maxBytes"] ?? "0", CultureInfo.InvariantCulture),
        };
    }
}
