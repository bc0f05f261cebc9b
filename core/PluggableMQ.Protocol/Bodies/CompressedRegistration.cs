using System.Buffers.Binary;
using System.IO.Compression;
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
        var content = Decompress(body);
        ReadOnlySpan<byte> rest = content;
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
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var wrapper = body.TopicConfigSerializeWrapper;
            WritePart(zlib, wrapper.DataVersion.Encode());
            WriteInt32(zlib, wrapper.TopicConfigTable.Count);
            foreach (var topic in wrapper.TopicConfigTable.Values) WritePart(zlib, Encoding.UTF8.GetBytes(topic.ToText()));
            WritePart(zlib, WriteFilterServers(body.FilterServerList ?? []));
        }

        return output.ToArray();
    }

    private static byte[] Decompress(ReadOnlySpan<byte> body)
    {
        using var input = new MemoryStream(body.ToArray(), writable: false);
        using var zlib = new ZLibStream(input, CompressionMode.Decompress);
        using var output = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = zlib.Read(chunk)) > 0)
            {
                if (output.Length + read > MaxLength) throw new InvalidDataException($"A compressed registration grows beyond {MaxLength} bytes.");
                output.Write(chunk, 0, read);
            }
        }
        catch (IOException e)
        {
            // The exception for an inconsistent stream is an internal one that derives from this.
            throw new InvalidDataException("A compressed registration is no zlib stream.", e);
        }

        return output.ToArray();
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
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new FastJsonWriter(output);
        writer.WriteStartArray();
        foreach (var server in servers) writer.WriteStringValue(server);
        writer.WriteEndArray();
        return output.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> NextPart(ref ReadOnlySpan<byte> rest)
    {
        var length = NextInt32(ref rest);
        if (length < 0 || length > rest.Length) throw new InvalidDataException($"A compressed registration announces {length} bytes where {rest.Length} are left.");
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

    private static void WritePart(ZLibStream stream, byte[] part)
    {
        WriteInt32(stream, part.Length);
        stream.Write(part);
    }

    private static void WriteInt32(ZLibStream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        stream.Write(bytes);
    }
}
