using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A master and its slaves (<c>BrokerData</c>).</summary>
public sealed class BrokerData : IFastJsonBody<BrokerData>
{
    /// <summary>The cluster.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>The name that master and slaves share.</summary>
    public string BrokerName { get; set; } = "";

    /// <summary>Broker id to address (<c>ip:port</c>); 0 is the master.</summary>
    public SortedDictionary<long, string> BrokerAddrs { get; set; } = [];

    static BrokerData IFastJsonBody<BrokerData>.Read(ref FastJsonReader reader)
    {
        var result = new BrokerData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("cluster"u8)) result.Cluster = reader.ReadString() ?? "";
            else if (reader.Is("brokerName"u8)) result.BrokerName = reader.ReadString() ?? "";
            else if (reader.Is("brokerAddrs"u8)) ReadAddresses(ref reader, result.BrokerAddrs);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<BrokerData>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteName("brokerAddrs"u8);
        writer.WriteStartObject();
        foreach (var (id, address) in BrokerAddrs)
        {
            writer.WriteIntegerName(id);
            writer.WriteStringValue(address);
        }

        writer.WriteEndObject();
        writer.WriteString("brokerName"u8, BrokerName);
        writer.WriteString("cluster"u8, Cluster);
        writer.WriteEndObject();
    }

    private static void ReadAddresses(ref FastJsonReader reader, SortedDictionary<long, string> addresses)
    {
        if (reader.TryReadNull()) return;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var id = reader.KeyInt64();
            if (reader.ReadString() is { } address) addresses[id] = address;
        }
    }
}
