using System.Buffers;
using System.Text;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests.Replay;

/// <summary>
/// Compares an answer of this broker with what Java answered, leaving out what must differ: ports, times, rates and the order of sets.
/// </summary>
internal static class AnswerComparer
{
    // The index's progress is a place that an op message moves.
    private static readonly string[] Varying = ["timestamp", "indexLastUpdateTimestamp", "indexLastUpdatePhyoffset", "version"];

    /// <param name="captured">Java's answer.</param>
    /// <param name="actual">This broker's.</param>
    /// <param name="comparePlaces">Whether commit log offsets in message ids must be the same.</param>
    public static void AssertSame(CapturedFrame captured, RemotingCommand actual, bool comparePlaces)
    {
        var expected = captured.Decode();
        var place = $"line {captured.Line}, answer to {RequestCode.GetName(captured.Answers)} ({captured.Answers})";
        AssertEqual(place + ": code", expected.Code, actual.Code);
        AssertEqual(place + ": remark", expected.Remark, actual.Remark);
        // Only a JSON header can tell an empty extFields from none.
        if (expected.SerializeType == SerializeType.Json)
            AssertEqual(place + ": has extFields", expected.Fields.IsPresent, actual.Fields.IsPresent);
        AssertEqual(place + ": fields", DescribeFields(expected.Fields, comparePlaces), DescribeFields(actual.Fields, comparePlaces));
        AssertEqual(place + ": body", DescribeBody(captured.Answers, expected.Body), DescribeBody(captured.Answers, actual.Body));
    }

    private static void AssertEqual<T>(string what, T expected, T actual)
        => Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}\n  Java: {expected}\n  here: {actual}");

    private static string DescribeFields(HeaderFields fields, bool comparePlaces)
    {
        var all = Enumerable.Range(0, fields.Count).Select(
            i => (Name: Encoding.UTF8.GetString(fields.GetName(i)), Value: Encoding.UTF8.GetString(fields.GetValue(i))));
        return string.Join(
            "; ",
            all.OrderBy(field => field.Name, StringComparer.Ordinal).Select(
                field => $"{field.Name}={Normalize(field.Name, field.Value, comparePlaces)}"));
    }

    private static string Normalize(string name, string value, bool comparePlaces)
        => !comparePlaces && name == "msgId"
            ? "(id)"
            : Varying.Contains(name) ? "(varies)" : name == "msgId" ? string.Join(',', value.Split(',').Select(WithoutPort)) : value;

    private static string WithoutPort(string offsetId)
        => offsetId.Length == 32 ? string.Concat(offsetId.AsSpan(0, 8), "-port-", offsetId.AsSpan(16)) : offsetId;

    private static string DescribeBody(int request, in ReadOnlySequence<byte> sequence)
    {
        if (sequence.IsEmpty) return "";
        var body = sequence.ToArray();
        return request switch
        {
            RequestCode.PullMessage or RequestCode.QueryMessage or RequestCode.ViewMessageById
                => string.Join('\n', MessageCodec.DecodeAll(sequence, decompress: false, 1 << 22).Select(Describe)),
            RequestCode.LockBatchMq => Sorted(LockBatchResponse.Decode(body).LockOkMqSet),
            RequestCode.QueryTopicConsumeByWho => Sorted(GroupList.Decode(body).GroupNames),
            RequestCode.GetTopicStatsInfo
                => Sorted(
                    TopicStatsTable.Decode(body).OffsetTable.Select(pair => $"{pair.Key} {pair.Value.MinOffset} {pair.Value.MaxOffset}")),
            RequestCode.GetConsumeStats
                => Sorted(
                    ConsumeStats.Decode(body).OffsetTable.Select(
                        pair => $"{pair.Key} {pair.Value.BrokerOffset} {pair.Value.ConsumerOffset}")),
            // Rates and times; their forms are tested elsewhere.
            RequestCode.ViewBrokerStatsData or RequestCode.GetBrokerRuntimeInfo or RequestCode.GetBrokerConfig => "(has a body)",
            _ => Encoding.UTF8.GetString(body),
        };
    }

    private static string Sorted<T>(IEnumerable<T> values)
        => string.Join('\n', values.Select(value => value!.ToString()).Order(StringComparer.Ordinal));

    private static string Describe(MessageExt message)
    {
        var properties = message.Properties.OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => $"{property.Key}={(property.Key == "ORIGIN_MESSAGE_ID" ? WithoutPort(property.Value) : property.Value)}");
        // The op message of a transaction was stored before or after the next message, as Java's threads happened to run.
        var place = message.GetProperty("TRAN_MSG") is null ? $"at {message.PhysicalOffset}" : "anywhere";
        return $"{message.Topic} queue {message.QueueId} offset {message.QueueOffset} {place} size {message.StoreSize} flag {message.Flag} sysFlag {message.SysFlag} "
            + $"reconsumed {message.ReconsumeTimes} half {message.PreparedTransactionOffset} crc {message.BodyCrc:X8} born {message.BornTimestamp} [{string.Join(", ", properties)}]";
    }
}
