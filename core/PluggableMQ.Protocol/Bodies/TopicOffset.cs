using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A queue's offsets (<c>TopicOffset</c>).</summary>
public sealed class TopicOffset : IFastJsonBody<TopicOffset>
{
    /// <summary>The smallest offset that can be read.</summary>
    public long MinOffset { get; set; }

    /// <summary>The offset that the next message will have.</summary>
    public long MaxOffset { get; set; }

    /// <summary>When the last message was stored, in milliseconds since 1970; 0 for none.</summary>
    public long LastUpdateTimestamp { get; set; }

    static TopicOffset IFastJsonBody<TopicOffset>.Read(ref FastJsonReader reader)
    {
        var result = new TopicOffset();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("minOffset"u8)) result.MinOffset = reader.ReadInt64();
            else if (reader.Is("maxOffset"u8)) result.MaxOffset = reader.ReadInt64();
            else if (reader.Is("lastUpdateTimestamp"u8)) result.LastUpdateTimestamp = reader.ReadInt64();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<TopicOffset>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("lastUpdateTimestamp"u8, LastUpdateTimestamp);
        writer.WriteNumber("maxOffset"u8, MaxOffset);
        writer.WriteNumber("minOffset"u8, MinOffset);
        writer.WriteEndObject();
    }
}
