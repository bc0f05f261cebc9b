using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>An entry of a consume queue (<c>ConsumeQueueData</c>).</summary>
public sealed class ConsumeQueueData : IFastJsonBody<ConsumeQueueData>
{
    /// <summary>The message's place in the commit log.</summary>
    public long PhysicOffset { get; set; }

    /// <summary>Its size.</summary>
    public int PhysicSize { get; set; }

    /// <summary>The hash code of its tags.</summary>
    public long TagsCode { get; set; }

    /// <summary>The extended entry, if there is one.</summary>
    public string? ExtendDataJson { get; set; }

    /// <summary>The filter bits, if there are any.</summary>
    public string? BitMap { get; set; }

    /// <summary>Whether the filter of the group lets it pass.</summary>
    public bool Eval { get; set; }

    /// <summary>Why there is nothing to say about it.</summary>
    public string? Msg { get; set; }

    static ConsumeQueueData IFastJsonBody<ConsumeQueueData>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumeQueueData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("physicOffset"u8)) result.PhysicOffset = reader.ReadInt64();
            else if (reader.Is("physicSize"u8)) result.PhysicSize = reader.ReadInt32();
            else if (reader.Is("tagsCode"u8)) result.TagsCode = reader.ReadInt64();
            else if (reader.Is("extendDataJson"u8)) result.ExtendDataJson = reader.ReadString();
            else if (reader.Is("bitMap"u8)) result.BitMap = reader.ReadString();
            else if (reader.Is("eval"u8)) result.Eval = reader.ReadBoolean();
            else if (reader.Is("msg"u8)) result.Msg = reader.ReadString();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumeQueueData>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("bitMap"u8, BitMap);
        writer.WriteBoolean("eval"u8, Eval);
        writer.WriteString("extendDataJson"u8, ExtendDataJson);
        writer.WriteString("msg"u8, Msg);
        writer.WriteNumber("physicOffset"u8, PhysicOffset);
        writer.WriteNumber("physicSize"u8, PhysicSize);
        writer.WriteNumber("tagsCode"u8, TagsCode);
        writer.WriteEndObject();
    }
}
