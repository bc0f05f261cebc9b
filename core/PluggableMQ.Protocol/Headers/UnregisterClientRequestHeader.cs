using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of UNREGISTER_CLIENT (35).</summary>
/// <remarks>Nothing is required: some clients send the data as a body and no field, and Java accepts that.</remarks>
public sealed class UnregisterClientRequestHeader : IFrameHeader<UnregisterClientRequestHeader>
{
    /// <summary>The client id.</summary>
    public string? ClientId { get; init; }

    /// <summary>The producer group, or null.</summary>
    public string? ProducerGroup { get; init; }

    /// <summary>The consumer group, or null.</summary>
    public string? ConsumerGroup { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out UnregisterClientRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new UnregisterClientRequestHeader
        {
            ClientId = reader.OptionalString("clientID"u8),
            ProducerGroup = reader.OptionalString("producerGroup"u8),
            ConsumerGroup = reader.OptionalString("consumerGroup"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.MarkPresent();
        fields.Add("clientID"u8, ClientId);
        fields.Add("producerGroup"u8, ProducerGroup);
        fields.Add("consumerGroup"u8, ConsumerGroup);
    }
}
