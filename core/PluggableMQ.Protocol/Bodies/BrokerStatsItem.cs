using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A statistic over a span of time (<c>BrokerStatsItem</c>).</summary>
public sealed class BrokerStatsItem : IFastJsonBody<BrokerStatsItem>
{
    /// <summary>The sum.</summary>
    public long Sum { get; set; }

    /// <summary>The sum per second.</summary>
    public double Tps { get; set; }

    /// <summary>The average of one.</summary>
    public double AvgPt { get; set; }

    static BrokerStatsItem IFastJsonBody<BrokerStatsItem>.Read(ref FastJsonReader reader)
    {
        var result = new BrokerStatsItem();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("sum"u8)) result.Sum = reader.ReadInt64();
            else if (reader.Is("tps"u8)) result.Tps = reader.ReadDouble();
            else if (reader.Is("avgpt"u8)) result.AvgPt = reader.ReadDouble();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<BrokerStatsItem>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("avgpt"u8, AvgPt);
        writer.WriteNumber("sum"u8, Sum);
        writer.WriteNumber("tps"u8, Tps);
        writer.WriteEndObject();
    }
}
