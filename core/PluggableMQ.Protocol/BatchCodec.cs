using System.Buffers;
using System.Buffers.Binary;

namespace PluggableMQ.Protocol;

/// <summary>The body of a batch send (320): messages one after the other, without a count (<c>MessageDecoder.encodeMessages</c>).</summary>
public static class BatchCodec
{
    /// <summary>The length of a message with nothing in it.</summary>
    public const int FixedLength = 22;

    /// <summary>Writes messages; topic and flags of the whole batch are in the request's header.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="output">Where to.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">A message's properties are longer than 32767 bytes.</exception>
    public static int Write(IEnumerable<Message> messages, IBufferWriter<byte> output)
    {
        var total = 0;
        foreach (var message in messages) total += Write(message, output);
        return total;
    }

    /// <summary>Counts the messages of a batch, checking every length.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>The number of messages, or -1 when the batch is malformed.</returns>
    public static int Count(ReadOnlySpan<byte> batch)
    {
        var reader = new BatchReader(batch);
        var count = 0;
        while (reader.TryReadNext(out _)) count++;
        return reader.IsMalformed ? -1 : count;
    }

    private static int Write(Message message, IBufferWriter<byte> output)
    {
        var properties = message.PropertyTable;
        var target = output.GetSpan(FixedLength + message.Body.Length + PropertiesCodec.GetMaxLength(properties));
        BinaryPrimitives.WriteInt64BigEndian(target[4..], 0);
        BinaryPrimitives.WriteInt32BigEndian(target[12..], message.Flag);
        BinaryPrimitives.WriteInt32BigEndian(target[16..], message.Body.Length);
        message.Body.Span.CopyTo(target[20..]);
        var at = 20 + message.Body.Length;
        var length = PropertiesCodec.Write(properties, target[(at + 2)..]);
        if (length > PropertiesCodec.MaxLength)
        {
            throw new ArgumentException(
                $"A message's properties take {length} bytes; {PropertiesCodec.MaxLength} are allowed.", nameof(message));
        }

        BinaryPrimitives.WriteInt16BigEndian(target[at..], (short)length);
        at += 2 + length;
        BinaryPrimitives.WriteInt32BigEndian(target, at);
        output.Advance(at);
        return at;
    }
}
