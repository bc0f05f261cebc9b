using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>How far a group has come in a queue (<c>OffsetWrapper</c>).</summary>
public sealed class OffsetWrapper : IFastJsonBody<OffsetWrapper>
{
    /// <summary>The offset that the next message will have.</summary>
    public long BrokerOffset { get; set; }

    /// <summary>The committed offset.</summary>
    public long ConsumerOffset { get; set; }

    /// <summary>When the message before the committed offset was stored, in milliseconds since 1970; 0 for none.</summary>
    public long LastTimestamp { get; set; }

    static OffsetWrapper IFastJsonBody<OffsetWrapper>.Read(ref FastJsonReader reader)
    {
        var result = new OffsetWrapper();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("brokerOffset"u8)) result.BrokerOffset = reader.ReadInt64();
            else if (reader.Is("consumerOffset"u8)) result.ConsumerOffset = reader.ReadInt64();
            else if (reader.Is("lastTimestamp"u8)) result.LastTimestamp = reader.ReadInt64();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<OffsetWrapper>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("brokerOffset"u8, BrokerOffset);
        writer.WriteNumber("consumerOffset"u8, ConsumerOffset);
        writer.WriteNumber("lastTimestamp"u8, LastTimestamp);
        writer.WriteEndObject();
    }
}
