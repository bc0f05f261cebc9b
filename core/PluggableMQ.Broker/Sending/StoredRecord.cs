using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Sending;

/// <summary>A record read from the store, to be stored again elsewhere. Valid as long as the read's result.</summary>
internal readonly struct StoredRecord
{
    private readonly ReadOnlyMemory<byte> _record;

    private StoredRecord(ReadOnlyMemory<byte> record, in StoredMessageHeader header)
    {
        _record = record;
        Header = header;
    }

    public StoredMessageHeader Header { get; }

    public string Topic => Encoding.UTF8.GetString(Header.GetTopic(_record.Span));

    /// <summary>The properties text.</summary>
    public ReadOnlySpan<byte> Properties => Header.GetProperties(_record.Span);

    /// <summary>The id that names this record's place.</summary>
    public string OffsetMessageId => Protocol.OffsetMessageId.Create(Header.GetStoreHost(_record.Span), Header.PhysicalOffset);

    /// <summary>Takes a record apart; false when it is not whole.</summary>
    public static bool TryRead(in MessageReadEntry entry, out StoredRecord result)
    {
        var isWhole = MessageCodec.TryReadHeader(entry.Record.Span, out var header);
        result = isWhole ? new StoredRecord(entry.Record, header) : default;
        return isWhole;
    }

    public string? GetProperty(ReadOnlySpan<byte> name) => PropertiesCodec.GetString(Properties, name);

    /// <summary>
    /// A message with this record's body, flags, born data and store host, for another topic and queue. Its properties are still to be set.
    /// </summary>
    public MessageRecord CopyTo(string topic, int queueId)
    {
        var record = _record.Span;
        return new MessageRecord
        {
            Topic = topic,
            QueueId = queueId,
            Flag = Header.Flag,
            SysFlag = Header.SysFlag,
            BornTimestamp = Header.BornTimestamp,
            BornHost = Header.GetBornHost(record),
            StoreHost = Header.GetStoreHost(record),
            ReconsumeTimes = Header.ReconsumeTimes,
            Body = new ReadOnlySequence<byte>(_record.Slice(Header.BodyStart, Header.BodyLength)),
        };
    }

    /// <summary>The properties text as memory, to be stored unchanged.</summary>
    public ReadOnlyMemory<byte> PropertiesMemory => _record.Slice(Header.PropertiesStart, Header.PropertiesLength);
}
