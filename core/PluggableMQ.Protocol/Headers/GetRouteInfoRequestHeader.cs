using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of GET_ROUTEINFO_BY_TOPIC (105).</summary>
public sealed class GetRouteInfoRequestHeader : IFrameHeader<GetRouteInfoRequestHeader>
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Whether map keys must be quoted; null leaves it to the announced version.</summary>
    public bool? AcceptStandardJsonOnly { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out GetRouteInfoRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new GetRouteInfoRequestHeader
        {
            Topic = reader.RequiredString("topic"u8),
            AcceptStandardJsonOnly = reader.OptionalBoolean("acceptStandardJsonOnly"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("topic"u8, Topic);
        if (AcceptStandardJsonOnly is { } acceptStandardJsonOnly) fields.Add("acceptStandardJsonOnly"u8, acceptStandardJsonOnly);
    }
}
