using System.Net;
using System.Text;

namespace PluggableMQ.Protocol;

/// <summary>Makes messages of records; keeps topic and hosts of the last one, since neighbours mostly share them.</summary>
internal struct RecordDecoder(bool decompress, int maxDecompressedLength)
{
    private byte[]? _lastTopicBytes;
    private string? _lastTopic;
    private byte[]? _lastBornBytes;
    private IPEndPoint? _lastBornHost;
    private byte[]? _lastStoreBytes;
    private IPEndPoint? _lastStoreHost;

    public List<MessageExt> DecodeAll(ReadOnlySpan<byte> records)
    {
        var messages = new List<MessageExt>(Math.Min(32, records.Length / MessageCodec.FixedLength));
        for (var at = 0; at < records.Length;)
        {
            var message = TryDecode(records[at..])
                ?? throw new InvalidDataException(
                    $"No whole message record begins at byte {at} of {records.Length}; {messages.Count} before it were read.");
            messages.Add(message);
            at += message.StoreSize;
        }

        return messages;
    }

    public MessageExt Decode(ReadOnlySpan<byte> record)
        => TryDecode(record) ?? throw new InvalidDataException($"The {record.Length} bytes do not begin with a whole message record.");

    private MessageExt? TryDecode(ReadOnlySpan<byte> record)
    {
        if (!MessageCodec.TryReadHeader(record, out var header)) return null;
        var message = new MessageExt
        {
            StoreSize = header.TotalSize,
            BodyCrc = header.BodyCrc,
            QueueId = header.QueueId,
            Flag = header.Flag,
            QueueOffset = header.QueueOffset,
            PhysicalOffset = header.PhysicalOffset,
            SysFlag = header.SysFlag,
            BornTimestamp = header.BornTimestamp,
            StoreTimestamp = header.StoreTimestamp,
            ReconsumeTimes = header.ReconsumeTimes,
            PreparedTransactionOffset = header.PreparedTransactionOffset,
            BornHost = GetHost(header.GetBornHostBytes(record), ref _lastBornBytes, ref _lastBornHost),
            StoreHost = GetHost(header.GetStoreHostBytes(record), ref _lastStoreBytes, ref _lastStoreHost),
            Topic = GetTopic(header.GetTopic(record)),
        };
        SetContent(message, header.GetBody(record), header.GetProperties(record));
        return message;
    }

    private readonly void SetContent(MessageExt message, ReadOnlySpan<byte> body, ReadOnlySpan<byte> properties)
    {
        var decompressed = decompress && MessageSysFlag.IsCompressed(message.SysFlag)
            ? MessageCompression.Decompress(body, message.SysFlag, maxDecompressedLength)
            : null;
        if (decompressed is not null) body = default;
        // One array for both: a message is one piece of garbage less.
        var bytes = new byte[body.Length + properties.Length];
        body.CopyTo(bytes);
        properties.CopyTo(bytes.AsSpan(body.Length));
        message.Body = decompressed ?? bytes.AsMemory(0, body.Length);
        message.SetEncodedProperties(bytes.AsMemory(body.Length));
    }

    private string GetTopic(ReadOnlySpan<byte> topic)
    {
        if (_lastTopic is not null && topic.SequenceEqual(_lastTopicBytes)) return _lastTopic;
        _lastTopicBytes = topic.ToArray();
        return _lastTopic = Encoding.UTF8.GetString(topic);
    }

    private static IPEndPoint GetHost(ReadOnlySpan<byte> bytes, ref byte[]? lastBytes, ref IPEndPoint? last)
    {
        if (last is not null && bytes.SequenceEqual(lastBytes)) return last;
        lastBytes = bytes.ToArray();
        return last = HostBytes.Read(bytes);
    }
}
