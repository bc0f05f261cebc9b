using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to GET_BROKER_CONFIG (26).</summary>
public sealed class GetBrokerConfigResponseHeader
{
    /// <summary>The data version, as JSON.</summary>
    public required string Version { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, [NotNullWhen(true)] out GetBrokerConfigResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new GetBrokerConfigResponseHeader
        {
            Version = reader.RequiredString("version"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public void Write(HeaderFields fields)
    {
        fields.Add("version"u8, Version);
    }
}
