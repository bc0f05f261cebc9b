using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>All brokers and clusters that a NameServer knows (<c>ClusterInfo</c>, response 106). Broker ids are unquoted for every requester.</summary>
public sealed class ClusterInfo : IFastJsonBody<ClusterInfo>
{
    /// <summary>Broker name to its addresses.</summary>
    public Dictionary<string, BrokerData> BrokerAddrTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Cluster to the names of its brokers.</summary>
    public Dictionary<string, List<string>> ClusterAddrTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ClusterInfo Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ClusterInfo>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ClusterInfo IFastJsonBody<ClusterInfo>.Read(ref FastJsonReader reader)
    {
        var result = new ClusterInfo();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("brokerAddrTable"u8)) result.BrokerAddrTable = BodyCodec.ReadMap<BrokerData>(ref reader);
            else if (reader.Is("clusterAddrTable"u8)) result.ClusterAddrTable = BodyCodec.ReadStringsMap(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ClusterInfo>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteMap("brokerAddrTable"u8, BrokerAddrTable);
        writer.WriteStringsMap("clusterAddrTable"u8, ClusterAddrTable);
        writer.WriteEndObject();
    }
}
