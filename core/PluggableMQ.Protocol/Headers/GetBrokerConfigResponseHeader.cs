using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to GET_BROKER_CONFIG (26).</summary>
public sealed class GetBrokerConfigResponseHeader : IFrameHeader<GetBrokerConfigResponseHeader>
{
    /// <summary>The data version, as JSON.</summary>
    public required string Version { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out GetBrokerConfigResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new GetBrokerConfigResponseHeader
        {
            Version = reader.RequiredString("version"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("version"u8, Version);
    }
}
