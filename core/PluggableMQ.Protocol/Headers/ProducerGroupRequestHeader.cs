using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of GET_PRODUCER_CONNECTION_LIST (204).</summary>
public sealed class ProducerGroupRequestHeader
{
    /// <summary>The producer group.</summary>
    public required string ProducerGroup { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, [NotNullWhen(true)] out ProducerGroupRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new ProducerGroupRequestHeader
        {
            ProducerGroup = reader.RequiredString("producerGroup"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public void Write(HeaderFields fields)
    {
        fields.Add("producerGroup"u8, ProducerGroup);
    }
}
