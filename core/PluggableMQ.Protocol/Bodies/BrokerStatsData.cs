using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A statistic (<c>BrokerStatsData</c>, response 315).</summary>
public sealed class BrokerStatsData : IFastJsonBody<BrokerStatsData>
{
    /// <summary>Over the last minute.</summary>
    public BrokerStatsItem StatsMinute { get; set; } = new();

    /// <summary>Over the last hour.</summary>
    public BrokerStatsItem StatsHour { get; set; } = new();

    /// <summary>Over the last day.</summary>
    public BrokerStatsItem StatsDay { get; set; } = new();

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static BrokerStatsData Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<BrokerStatsData>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static BrokerStatsData IFastJsonBody<BrokerStatsData>.Read(ref FastJsonReader reader)
    {
        var result = new BrokerStatsData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("statsMinute"u8)) result.StatsMinute = BodyCodec.ReadOrNull<BrokerStatsItem>(ref reader) ?? new();
            else if (reader.Is("statsHour"u8)) result.StatsHour = BodyCodec.ReadOrNull<BrokerStatsItem>(ref reader) ?? new();
            else if (reader.Is("statsDay"u8)) result.StatsDay = BodyCodec.ReadOrNull<BrokerStatsItem>(ref reader) ?? new();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<BrokerStatsData>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteObject("statsDay"u8, StatsDay);
        writer.WriteObject("statsHour"u8, StatsHour);
        writer.WriteObject("statsMinute"u8, StatsMinute);
        writer.WriteEndObject();
    }
}
