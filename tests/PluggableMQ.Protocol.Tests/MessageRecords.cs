using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Protocol.Tests;

/// <summary>Takes records apart and writes them again.</summary>
internal static class MessageRecords
{
    /// <summary>Decodes the record at the front, writes it again and returns its length.</summary>
    public static int Reencode(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        Assert.True(MessageCodec.TryReadHeader(bytes, out var header));
        var record = new MessageRecord
        {
            Topic = Encoding.UTF8.GetString(header.GetTopic(bytes)),
            QueueId = header.QueueId,
            Flag = header.Flag,
            SysFlag = header.SysFlag,
            BornTimestamp = header.BornTimestamp,
            BornHost = header.GetBornHost(bytes),
            StoreHost = header.GetStoreHost(bytes),
            ReconsumeTimes = header.ReconsumeTimes,
            PreparedTransactionOffset = header.PreparedTransactionOffset,
            Body = new ReadOnlySequence<byte>(header.GetBody(bytes).ToArray()),
            Properties = header.GetProperties(bytes).ToArray(),
        };
        var length = MessageCodec.GetEncodedLength(record);
        Assert.Equal(header.TotalSize, length);
        Assert.Equal(length, MessageCodec.Write(record, header.QueueOffset, header.PhysicalOffset, header.StoreTimestamp, output.GetSpan(length)));
        output.Advance(length);
        return length;
    }
}
