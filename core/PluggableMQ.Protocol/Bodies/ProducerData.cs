using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A producer group in a heartbeat (<c>ProducerData</c>).</summary>
public sealed class ProducerData : IFastJsonBody<ProducerData>
{
    /// <summary>The group.</summary>
    public string GroupName { get; set; } = "";

    static ProducerData IFastJsonBody<ProducerData>.Read(ref FastJsonReader reader)
    {
        var result = new ProducerData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("groupName"u8)) result.GroupName = reader.ReadString() ?? "";
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ProducerData>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("groupName"u8, GroupName);
        writer.WriteEndObject();
    }
}
