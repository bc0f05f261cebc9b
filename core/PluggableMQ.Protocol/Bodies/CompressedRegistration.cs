using System.Buffers;
using System.Buffers.Binary;
using System.Text;

using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The zlib form of <see cref="RegisterBrokerBody"/>: four parts, each with its length (or count) before it, big-endian.</summary>
internal static class CompressedRegistration
{
    // Uncompressed, a registration must fit a frame. A compressed one need not hold more.
    private const int MaxLength = 16 * 1024 * 1024;

    public static RegisterBrokerBody Read(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> rest = MessageCompression.Decompress(body, MessageSysFlag.CompressionZlib, MaxLength);
        var wrapper = new TopicConfigSerializeWrapper { DataVersion = DataVersion.Decode(NextPart(ref rest)) };
        var topics = NextInt32(ref rest);
        if (topics < 0) throw new InvalidDataException($"A compressed registration announces {topics} topics.");
        for (var i = 0; i < topics; i++)
        {
            var topic = TopicConfig.ParseText(Encoding.UTF8.GetString(NextPart(ref rest)));
            wrapper.TopicConfigTable[topic.TopicName] = topic;
        }

        // 5.x appends its queue mappings, which are not ours to read.
        return new RegisterBrokerBody { TopicConfigSerializeWrapper = wrapper, FilterServerList = ReadFilterServers(NextPart(ref rest)) };
    }

    public static byte[] Write(RegisterBrokerBody body)
    {
        var content = new ArrayBufferWriter<byte>();
        var wrapper = body.TopicConfigSerializeWrapper;
        WritePart(content, wrapper.DataVersion.Encode());
        WriteInt32(content, wrapper.TopicConfigTable.Count);
        foreach (var topic in wrapper.TopicConfigTable.Values) WritePart(content, Encoding.UTF8.GetBytes(topic.ToText()));
        WritePart(content, WriteFilterServers(body.FilterServerList ?? []));
        return MessageCompression.Compress(content.WrittenSpan, level: 9);
    }

    private static List<string> ReadFilterServers(ReadOnlySpan<byte> json)
    {
        var reader = new FastJsonReader(json);
        var result = BodyCodec.ReadStrings(ref reader);
        reader.ExpectEnd();
        return result;
    }

    private static byte[] WriteFilterServers(List<string> servers)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new FastJsonWriter(output);
        writer.WriteStartArray();
        foreach (var server in servers) writer.WriteStringValue(server);
        writer.WriteEndArray();
        return output.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> NextPart(ref ReadOnlySpan<byte> rest)
    {
        var length = NextInt32(ref rest);
        if (length < 0 || length > rest.Length)
            throw new InvalidDataException($"A compressed registration announces {length} bytes where {rest.Length} are left.");
        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    private static int NextInt32(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4) throw new InvalidDataException("A compressed registration is cut off.");
        var value = BinaryPrimitives.ReadInt32BigEndian(rest);
        rest = rest[4..];
        return value;
    }

    private static void WritePart(ArrayBufferWriter<byte> output, byte[] part)
    {
        WriteInt32(output, part.Length);
        output.Write(part);
    }

    private static void WriteInt32(ArrayBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }
}
