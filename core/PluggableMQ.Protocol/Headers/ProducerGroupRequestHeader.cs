using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of GET_PRODUCER_CONNECTION_LIST (204).</summary>
public sealed class ProducerGroupRequestHeader : IFrameHeader<ProducerGroupRequestHeader>
{
    /// <summary>The producer group.</summary>
    public required string ProducerGroup { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out ProducerGroupRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new ProducerGroupRequestHeader
        {
            ProducerGroup = reader.RequiredString("producerGroup"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("producerGroup"u8, ProducerGroup);
    }
}
