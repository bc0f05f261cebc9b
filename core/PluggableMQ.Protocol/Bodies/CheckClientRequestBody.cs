using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A subscription to be checked (<c>CheckClientRequestBody</c>, request 46).</summary>
public sealed class CheckClientRequestBody : IFastJsonBody<CheckClientRequestBody>
{
    /// <summary>The client id.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The group.</summary>
    public string Group { get; set; } = "";

    /// <summary>The subscription.</summary>
    public SubscriptionData? SubscriptionData { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static CheckClientRequestBody Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<CheckClientRequestBody>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static CheckClientRequestBody IFastJsonBody<CheckClientRequestBody>.Read(ref FastJsonReader reader)
    {
        var result = new CheckClientRequestBody();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("clientId"u8)) result.ClientId = reader.ReadString() ?? "";
            else if (reader.Is("group"u8)) result.Group = reader.ReadString() ?? "";
            else if (reader.Is("subscriptionData"u8)) result.SubscriptionData = BodyCodec.ReadOrNull<SubscriptionData>(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<CheckClientRequestBody>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("clientId"u8, ClientId);
        writer.WriteString("group"u8, Group);
        writer.WriteObject("subscriptionData"u8, SubscriptionData);
        writer.WriteEndObject();
    }
}
