using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A producer (<c>ProducerInfo</c>).</summary>
public sealed class ProducerInfo : IFastJsonBody<ProducerInfo>
{
    /// <summary>The client id.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its address as Java prints one: <c>/ip:port</c>.</summary>
    public string RemoteIp { get; set; } = "";

    /// <summary>Its language.</summary>
    public LanguageCode Language { get; set; }

    /// <summary>Its version.</summary>
    public int Version { get; set; }

    /// <summary>When its last heartbeat came, in milliseconds since 1970.</summary>
    public long LastUpdateTimestamp { get; set; }

    static ProducerInfo IFastJsonBody<ProducerInfo>.Read(ref FastJsonReader reader)
    {
        var result = new ProducerInfo();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("clientId"u8)) result.ClientId = reader.ReadString() ?? "";
            else if (reader.Is("remoteIP"u8)) result.RemoteIp = reader.ReadString() ?? "";
            else if (reader.Is("language"u8)) result.Language = BodyCodec.ReadLanguage(ref reader);
            else if (reader.Is("version"u8)) result.Version = reader.ReadInt32();
            else if (reader.Is("lastUpdateTimestamp"u8)) result.LastUpdateTimestamp = reader.ReadInt64();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ProducerInfo>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("clientId"u8, ClientId);
        writer.WriteString("language"u8, LanguageCodes.GetName(Language));
        writer.WriteNumber("lastUpdateTimestamp"u8, LastUpdateTimestamp);
        writer.WriteString("remoteIP"u8, RemoteIp);
        writer.WriteNumber("version"u8, Version);
        writer.WriteEndObject();
    }
}
