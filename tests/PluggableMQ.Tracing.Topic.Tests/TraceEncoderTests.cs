using System.Text;
using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Tracing.Topic.Tests;

public class TraceEncoderTests
{
    private static string Encode(TraceRecord record)
    {
        var text = new StringBuilder();
        for (var i = 0; i < TraceEncoder.CountEntries(record); i++) TraceEncoder.Append(text, record, record.Messages[i]);
        return text.ToString().Replace('\u0001', '|').Replace('\u0002', ';');
    }

    private static TraceMessage FirstMessage => new()
    {
        Topic = "T", MessageId = "ID", OffsetMessageId = "OFF", Tags = "TagA", Keys = "k1 k2", StoreHost = "127.0.0.1:10911", BodyLength = 26,
        RetryTimes = 2, MessageType = TraceMessageType.Delay, TransactionId = "TX", TransactionState = "COMMIT_MESSAGE", FromTransactionCheck = true,
    };

    private static TraceRecord Record(TraceType type, params TraceMessage[] messages) => new()
    {
        Type = type, Timestamp = 1563952200000, Group = "g", CostMilliseconds = 7, RequestId = "REQ", ContextCode = 4, Messages = messages,
    };

    [Fact]
    public void Append_Pub_HasFourteenFields()
        => Assert.Equal("Pub|1563952200000|DefaultRegion|g|T|ID|TagA|k1 k2|127.0.0.1:10911|26|7|3|OFF|true;", Encode(Record(TraceType.Pub, FirstMessage)));

    [Fact]
    public void Append_NullTexts_AreTheWordNull()
        => Assert.Equal(
            "Pub|1563952200000|DefaultRegion|g|T|ID|null|null|null|0|7|0|null|true;",
            Encode(Record(TraceType.Pub, new TraceMessage { Topic = "T", MessageId = "ID" })));

    [Fact]
    public void Append_SubBefore_HasOneEntryForEachMessage()
        => Assert.Equal(
            "SubBefore|1563952200000|DefaultRegion|g|REQ|ID|2|k1 k2;SubBefore|1563952200000|DefaultRegion|g|REQ|ID2|0|null;",
            Encode(Record(TraceType.SubBefore, FirstMessage, new TraceMessage { Topic = "T", MessageId = "ID2" })));

    [Fact]
    public void Append_SubAfter_EndsWithTimeAndGroup()
        => Assert.Equal("SubAfter|REQ|ID|7|true|k1 k2|4|1563952200000|g;", Encode(Record(TraceType.SubAfter, FirstMessage)));

    [Fact]
    public void Append_EndTransaction_HasThirteenFields()
        => Assert.Equal(
            "EndTransaction|1563952200000|DefaultRegion|g|T|ID|TagA|k1 k2|127.0.0.1:10911|3|TX|COMMIT_MESSAGE|true;",
            Encode(Record(TraceType.EndTransaction, FirstMessage)));

    [Fact]
    public void Append_NoMessages_WritesNothing() => Assert.Equal("", Encode(Record(TraceType.Pub)));
}
