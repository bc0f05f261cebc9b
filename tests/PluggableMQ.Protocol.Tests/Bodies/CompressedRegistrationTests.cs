using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Protocol.Tests.Bodies;

public class CompressedRegistrationTests
{
    [Fact]
    public void Decode_PartsAsJavaWritesThem_AreRead()
    {
        var body = RegisterBrokerBody.Decode(Zlib([.. Part("""{"counter":7,"timestamp":9}"""), .. Int32(2), .. Part("T 4 5 6 SINGLE_TAG"), .. Part("U 1 1 2 MULTI_TAG"), .. Part("""["f"]""")]), compressed: true);
        Assert.Equal(new DataVersion(9, 7), body.TopicConfigSerializeWrapper.DataVersion);
        Assert.Equal(["T 4 5 6 SINGLE_TAG", "U 1 1 2 MULTI_TAG"], body.TopicConfigSerializeWrapper.TopicConfigTable.Values.Select(t => t.ToText()));
        Assert.Equal(["f"], body.FilterServerList);
    }

    [Fact]
    public void Encode_Compressed_HasJavasParts()
    {
        var body = new RegisterBrokerBody { TopicConfigSerializeWrapper = new() { DataVersion = new(9, 7) } };
        body.TopicConfigSerializeWrapper.TopicConfigTable["T"] = new() { TopicName = "T", ReadQueueNums = 4, WriteQueueNums = 5, TopicSysFlag = 1, Order = true };
        using var zlib = new ZLibStream(new MemoryStream(body.Encode(compressed: true)), CompressionMode.Decompress);
        using var content = new MemoryStream();
        zlib.CopyTo(content);
        Assert.Equal([.. Part("""{"counter":7,"timestamp":9}"""), .. Int32(1), .. Part("T 4 5 6 SINGLE_TAG"), .. Part("[]")], content.ToArray());
    }

    [Fact]
    public void Decode_WhatVersion5Appends_IsIgnored()
    {
        var body = RegisterBrokerBody.Decode(Zlib([.. Part("""{"counter":7,"timestamp":9}"""), .. Int32(0), .. Part("[]"), .. Int32(1), .. Part("{}")]), compressed: true);
        Assert.Empty(body.TopicConfigSerializeWrapper.TopicConfigTable);
    }

    [Fact]
    public void Decode_CapturedRegistrations_AreTheSameCompressed()
    {
        var captured = CapturedBody.All.Where(body => body.RequestCode == RequestCode.RegisterBroker).ToList();
        Assert.NotEmpty(captured);
        foreach (var json in captured)
        {
            // No captured topic has what the compressed form loses.
            var body = RegisterBrokerBody.Decode(json.Utf8);
            Assert.Equal(json.Utf8, RegisterBrokerBody.Decode(body.Encode(compressed: true), compressed: true).Encode());
        }
    }

    [Fact]
    public void Decode_Bomb_IsRefusedInBoundedMemory()
    {
        // 512 MiB of zeros, packed to half a megabyte.
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 512; i++) zlib.Write(zeros);
        }

        var bomb = packed.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => RegisterBrokerBody.Decode(bomb, compressed: true));
        Assert.Contains("longer than", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 96L * 1024 * 1024);
    }

    [Fact]
    public void Decode_CutOffContent_IsRefused()
    {
        byte[] content = [.. Part("""{"counter":7,"timestamp":9}"""), .. Int32(1), .. Part("T 4 5 6 SINGLE_TAG"), .. Part("""["f"]""")];
        for (var length = 0; length < content.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => RegisterBrokerBody.Decode(Zlib(content[..length]), compressed: true));
        }
    }

    [Fact]
    public void Decode_MutatedStream_IsReadOrRefused()
    {
        var original = Zlib([.. Part("""{"counter":7,"timestamp":9}"""), .. Int32(1), .. Part("T 4 5 6 SINGLE_TAG"), .. Part("""["f"]""")]);
        var random = new Random(4711);
        var refused = 0;
        for (var round = 0; round < 5000; round++)
        {
            var body = original[..random.Next(original.Length + 1)];
            if (body.Length > 0) body[random.Next(body.Length)] = (byte)random.Next(256);
            try
            {
                RegisterBrokerBody.Decode(body, compressed: true);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 5000);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void Decode_WrongTopicCount_IsRefused(int count)
        => Assert.Throws<InvalidDataException>(() => RegisterBrokerBody.Decode(Zlib([.. Part("{}"), .. Int32(count), .. Part("T 4 5 6 SINGLE_TAG"), .. Part("[]")]), compressed: true));

    [Theory]
    [InlineData("T 4 5 6")]
    [InlineData("T 4 5 x SINGLE_TAG")]
    [InlineData("T  4 5 6 SINGLE_TAG")]
    public void ParseText_WrongForm_IsRefused(string text) => Assert.Throws<InvalidDataException>(() => TopicConfig.ParseText(text));

    private static byte[] Part(string text) => [.. Int32(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Zlib(byte[] content)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(content);
        return output.ToArray();
    }
}
