using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to GET_KV_CONFIG (101).</summary>
public sealed class GetKvConfigResponseHeader
{
    /// <summary>The value, or null.</summary>
    public string? Value { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, [NotNullWhen(true)] out GetKvConfigResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new GetKvConfigResponseHeader
        {
            Value = reader.OptionalString("value"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public void Write(HeaderFields fields)
    {
        fields.MarkPresent();
        fields.Add("value"u8, Value);
    }
}
