using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A broker's consumer groups with their version (<c>SubscriptionGroupWrapper</c>): response 201, and <c>subscriptionGroup.json</c>.</summary>
public sealed class SubscriptionGroupWrapper : IFastJsonBody<SubscriptionGroupWrapper>
{
    /// <summary>The version.</summary>
    public DataVersion DataVersion { get; set; } = DataVersion.Zero;

    /// <summary>Group to settings, in the order in which they are written.</summary>
    public Dictionary<string, SubscriptionGroupConfig> SubscriptionGroupTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static SubscriptionGroupWrapper Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<SubscriptionGroupWrapper>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    /// <summary>Encodes as the file <c>config/subscriptionGroup.json</c>: indented with tabs.</summary>
    /// <returns>JSON.</returns>
    public byte[] EncodePretty() => BodyCodec.Encode(this, FastJsonFormat.Pretty);

    static SubscriptionGroupWrapper IFastJsonBody<SubscriptionGroupWrapper>.Read(ref FastJsonReader reader)
    {
        var result = new SubscriptionGroupWrapper();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("dataVersion"u8)) result.DataVersion = BodyCodec.ReadOrNull<DataVersion>(ref reader) ?? DataVersion.Zero;
            else if (reader.Is("subscriptionGroupTable"u8)) result.SubscriptionGroupTable = BodyCodec.ReadMap<SubscriptionGroupConfig>(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<SubscriptionGroupWrapper>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteObject("dataVersion"u8, DataVersion);
        writer.WriteMap("subscriptionGroupTable"u8, SubscriptionGroupTable);
        writer.WriteEndObject();
    }
}
