using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>Where a topic's queues are (<c>TopicRouteData</c>, response 105).</summary>
public sealed class TopicRouteData : IFastJsonBody<TopicRouteData>
{
    /// <summary>The topic's queues, one entry a broker.</summary>
    public List<QueueData> QueueDatas { get; set; } = [];

    /// <summary>The brokers' addresses.</summary>
    public List<BrokerData> BrokerDatas { get; set; } = [];

    /// <summary>For an ordered topic <c>brokerName:queues;...</c>; null for others.</summary>
    public string? OrderTopicConf { get; set; }

    /// <summary>Broker address to filter servers.</summary>
    public Dictionary<string, List<string>> FilterServerTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON, with broker ids quoted or not.</param>
    /// <returns>The route.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static TopicRouteData Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<TopicRouteData>(body);

    /// <summary>Encodes as a body in Java's old form: broker ids unquoted.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => Encode(standardJson: false);

    /// <summary>Encodes as a body.</summary>
    /// <param name="standardJson">
    /// True for standard JSON, which a requester gets that announces 4.9.4 or later or sets <c>acceptStandardJsonOnly</c>: broker ids are
    /// quoted, and what is not ASCII is escaped. False for Java's old form.
    /// </param>
    /// <returns>JSON.</returns>
    public byte[] Encode(bool standardJson) => BodyCodec.Encode(this, standardJson ? FastJsonFormat.Standard : FastJsonFormat.Java);

    static TopicRouteData IFastJsonBody<TopicRouteData>.Read(ref FastJsonReader reader)
    {
        var result = new TopicRouteData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("queueDatas"u8)) result.QueueDatas = BodyCodec.ReadList<QueueData>(ref reader);
            else if (reader.Is("brokerDatas"u8)) result.BrokerDatas = BodyCodec.ReadList<BrokerData>(ref reader);
            else if (reader.Is("orderTopicConf"u8)) result.OrderTopicConf = reader.ReadString();
            else if (reader.Is("filterServerTable"u8)) result.FilterServerTable = BodyCodec.ReadStringsMap(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<TopicRouteData>.Write(FastJsonWriter writer)
    {
        // The standard form comes with sorted maps (MapSortField); broker ids are sorted in both.
        IEnumerable<KeyValuePair<string, List<string>>> filterServers = writer.Format == FastJsonFormat.Standard
            ? FilterServerTable.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            : FilterServerTable;
        writer.WriteStartObject();
        writer.WriteList("brokerDatas"u8, BrokerDatas);
        writer.WriteStringsMap("filterServerTable"u8, filterServers);
        writer.WriteString("orderTopicConf"u8, OrderTopicConf);
        writer.WriteList("queueDatas"u8, QueueDatas);
        writer.WriteEndObject();
    }
}
