using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A client of a broker (<c>Connection</c>).</summary>
public sealed class Connection : IFastJsonBody<Connection>
{
    /// <summary>The client id.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its address: <c>ip:port</c>.</summary>
    public string ClientAddr { get; set; } = "";

    /// <summary>Its language.</summary>
    public LanguageCode Language { get; set; }

    /// <summary>Its version.</summary>
    public int Version { get; set; }

    static Connection IFastJsonBody<Connection>.Read(ref FastJsonReader reader)
    {
        var result = new Connection();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("clientId"u8)) result.ClientId = reader.ReadString() ?? "";
            else if (reader.Is("clientAddr"u8)) result.ClientAddr = reader.ReadString() ?? "";
            else if (reader.Is("language"u8)) result.Language = BodyCodec.ReadLanguage(ref reader);
            else if (reader.Is("version"u8)) result.Version = reader.ReadInt32();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<Connection>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("clientAddr"u8, ClientAddr);
        writer.WriteString("clientId"u8, ClientId);
        writer.WriteString("language"u8, LanguageCodes.GetName(Language));
        writer.WriteNumber("version"u8, Version);
        writer.WriteEndObject();
    }
}
