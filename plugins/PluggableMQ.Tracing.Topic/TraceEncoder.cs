using System.Globalization;
using System.Text;
using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Tracing.Topic;

/// <summary>RocketMQ's trace text (<c>TraceDataEncoder</c>): fields end with 0x01, records with 0x02, null is the word <c>null</c>.</summary>
internal static class TraceEncoder
{
    private const char FieldEnd = '\u0001';
    private const char RecordEnd = '\u0002';

    /// <summary>How many entries a record has: one for a send or the end of a transaction, one for each message of a consumption.</summary>
    public static int CountEntries(TraceRecord record)
        => record.Type is TraceType.SubBefore or TraceType.SubAfter ? record.Messages.Count : Math.Min(1, record.Messages.Count);

    /// <summary>Appends the entry of one of a record's messages.</summary>
    public static void Append(StringBuilder text, TraceRecord record, TraceMessage message)
    {
        switch (record.Type)
        {
            case TraceType.Pub:
                AppendPub(text, record, message);
                break;
            case TraceType.SubBefore:
                AppendSubBefore(text, record, message);
                break;
            case TraceType.SubAfter:
                AppendSubAfter(text, record, message);
                break;
            case TraceType.EndTransaction:
                AppendEndTransaction(text, record, message);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(record), record.Type, "Unknown kind of trace record.");
        }
    }

    private static void AppendPub(StringBuilder text, TraceRecord record, TraceMessage message)
    {
        Head(text, "Pub", record);
        Field(text, message.Topic);
        Field(text, message.MessageId);
        Field(text, message.Tags);
        Field(text, message.Keys);
        Field(text, message.StoreHost);
        Field(text, message.BodyLength);
        Field(text, record.CostMilliseconds);
        Field(text, (int)message.MessageType);
        Field(text, message.OffsetMessageId);
        End(text, Word(record.Success));
    }

    private static void AppendSubBefore(StringBuilder text, TraceRecord record, TraceMessage message)
    {
        Head(text, "SubBefore", record);
        Field(text, record.RequestId);
        Field(text, message.MessageId);
        Field(text, message.RetryTimes);
        End(text, message.Keys);
    }

    private static void AppendSubAfter(StringBuilder text, TraceRecord record, TraceMessage message)
    {
        Field(text, "SubAfter");
        Field(text, record.RequestId);
        Field(text, message.MessageId);
        Field(text, record.CostMilliseconds);
        Field(text, Word(record.Success));
        Field(text, message.Keys);
        Field(text, record.ContextCode);
        Field(text, record.Timestamp);
        End(text, record.Group);
    }

    private static void AppendEndTransaction(StringBuilder text, TraceRecord record, TraceMessage message)
    {
        Head(text, "EndTransaction", record);
        Field(text, message.Topic);
        Field(text, message.MessageId);
        Field(text, message.Tags);
        Field(text, message.Keys);
        Field(text, message.StoreHost);
        Field(text, (int)message.MessageType);
        Field(text, message.TransactionId);
        Field(text, message.TransactionState);
        End(text, Word(message.FromTransactionCheck));
    }

    private static void Head(StringBuilder text, string type, TraceRecord record)
    {
        Field(text, type);
        Field(text, record.Timestamp);
        Field(text, record.RegionId);
        Field(text, record.Group);
    }

    private static void Field(StringBuilder text, string? value) => text.Append(value ?? "null").Append(FieldEnd);

    private static void Field(StringBuilder text, long value) => text.Append(CultureInfo.InvariantCulture, $"{value}").Append(FieldEnd);

    private static void End(StringBuilder text, string? value) => text.Append(value ?? "null").Append(RecordEnd);

    private static string Word(bool value) => value ? "true" : "false";
}
