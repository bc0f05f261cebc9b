using System.Buffers;
using System.Buffers.Binary;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Protocol.Tests;

/// <summary>Whatever comes in ends in the documented result, with no more memory than the input justifies.</summary>
public sealed class HostileInputTests
{
    private const int Seed = 20260731;
    private const int MaxDecompressed = 1 << 18;
    private const long MaxAllocated = 4 << 20;

    private static readonly int[] ExtremeNumbers = [-1, 0, 1, int.MinValue, int.MaxValue, 0x00FFFFFF, 0x7F, 0x80, 0xFFFF, 0x01000000];

    private static readonly List<byte[]> Records = [.. CollectRecords()];

    [Fact]
    public void TryRead_EveryFrameTruncatedAtEveryByte_IsIncomplete()
    {
        var command = new RemotingCommand();
        foreach (var frame in CapturedFrame.All)
        {
            for (var length = 0; length < frame.Bytes.Length; length++)
            {
                var buffer = new ReadOnlySequence<byte>(frame.Bytes, 0, length);
                var result = RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out _);
                if (result != FrameReadResult.Incomplete) Assert.Fail($"{frame} at {length}: {result}");
            }
        }
    }

    [Fact]
    public void TryRead_EveryHeaderTruncatedAtEveryByteInAWholeFrame_IsMalformed()
    {
        foreach (var frame in CapturedFrame.All.DistinctBy(frame => (frame.Kind, frame.Code, frame.Answers, frame.Serialize)))
        {
            var info = BinaryPrimitives.ReadInt32BigEndian(frame.Bytes.AsSpan(4));
            for (var length = 0; length < (info & 0xFFFFFF); length++)
            {
                var result = Frames.TryRead(Frames.Make((SerializeType)(info >> 24), frame.Bytes.AsSpan(8, length)), out _, out var error);
                Assert.True(result == FrameReadResult.Malformed && error is not null, $"{frame} at {length}");
            }
        }
    }

    [Fact]
    public void TryRead_MutatedFrames_NeverThrowNorTakeMuchMemory()
    {
        var random = new Random(Seed);
        var frames = 0;
        foreach (var captured in CapturedFrame.All)
        {
            for (var round = 0; round < 30; round++)
            {
                var bytes = Mutate(captured.Bytes, random);
                // Mostly with a right length, or else nothing behind it would be looked at.
                if (round % 4 != 0 && bytes.Length >= 4) BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 4);
                var before = GC.GetAllocatedBytesForCurrentThread();
                if (Frames.TryRead(bytes, out var command, out _) == FrameReadResult.Frame)
                {
                    frames++;
                    UseFrame(command);
                }

                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (allocated > MaxAllocated) Assert.Fail($"{captured}: {allocated} bytes for {Convert.ToHexString(bytes)}");
            }
        }

        Assert.InRange(frames, 5000, 1054 * 30);
    }

    [Fact]
    public void TryReadHeader_EveryRecordTruncatedAtEveryByte_IsRefused()
    {
        foreach (var record in Records)
        {
            for (var length = 0; length < record.Length; length++)
            {
                if (MessageCodec.TryReadHeader(record.AsSpan(0, length), out _)) Assert.Fail($"{length} of {Convert.ToHexString(record)}");
                // The same with the total size saying so: the parts do not fit any more.
                var shortened = record[..length];
                if (length >= 4) BinaryPrimitives.WriteInt32BigEndian(shortened, length);
                if (MessageCodec.TryReadHeader(shortened, out _)) Assert.Fail($"{length} of {Convert.ToHexString(record)}, total size changed");
            }
        }
    }

    [Fact]
    public void Decode_MutatedRecords_GiveAMessageOrInvalidData()
    {
        var random = new Random(Seed);
        var decoded = 0;
        foreach (var record in Records)
        {
            for (var round = 0; round < 300; round++)
            {
                var bytes = Mutate(record, random);
                var before = GC.GetAllocatedBytesForCurrentThread();
                if (DecodeAll(bytes) > 0) decoded++;
                BatchCodec.Count(bytes);
                PropertiesCodec.Parse(bytes);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (allocated > MaxAllocated) Assert.Fail($"{allocated} bytes for {Convert.ToHexString(bytes)}");
            }
        }

        Assert.InRange(decoded, 1000, Records.Count * 300);
    }

    [Fact]
    public void Decode_CompressedBomb_IsInvalidData()
    {
        var record = MessageCodecTests.CreateGolden();
        record.SysFlag = MessageSysFlag.Compressed;
        record.Body = new ReadOnlySequence<byte>(MessageCompression.Compress(new byte[50_000_000]));
        var bytes = new byte[MessageCodec.GetEncodedLength(record)];
        MessageCodec.Write(record, 0, 0, 0, bytes);
        Assert.Throws<InvalidDataException>(() => MessageCodec.DecodeAll(new ReadOnlySequence<byte>(bytes), decompress: true, 1 << 20));
        Assert.Single(MessageCodec.DecodeAll(new ReadOnlySequence<byte>(bytes), decompress: false, 1 << 20));
    }

    private static void UseFrame(RemotingCommand command)
    {
        var written = Frames.Write(command);
        var again = Frames.Read(written);
        Assert.Equal((command.Code, command.Opaque, command.Flag, command.Fields.Count), (again.Code, again.Opaque, again.Flag, again.Fields.Count));
        SendMessageRequestView.TryRead(command.Code, command.Fields, out var view, out _);
        PropertiesCodec.Parse(view.Properties);
        TagsCode.Compute(view.Properties);
        PullMessageRequestView.TryRead(command.Fields, out _, out _);
        RegisterBrokerRequestHeader.TryRead(command.Fields, out _, out _);
        ConsumerSendMsgBackRequestHeader.TryRead(command.Fields, out _, out _);
        var body = command.Body.ToArray();
        BatchCodec.Count(body);
        DecodeAll(body);
    }

    private static int DecodeAll(byte[] bytes)
    {
        try
        {
            var messages = MessageCodec.DecodeAll(new ReadOnlySequence<byte>(bytes), decompress: true, MaxDecompressed);
            return messages.Sum(message => message.Properties.Count + message.MessageId.Length);
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        var bytes = source.ToArray();
        switch (random.Next(5))
        {
            case 0:
                for (var count = random.Next(1, 8); count > 0; count--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 1:
                for (var count = random.Next(1, 4); count > 0; count--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(random.Next(bytes.Length - 3)), ExtremeNumbers[random.Next(ExtremeNumbers.Length)]);
                return bytes;
            case 3:
                return bytes[..random.Next(bytes.Length)];
            default:
                var at = random.Next(bytes.Length);
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(random.Next(bytes.Length)), .. bytes.AsSpan(at)];
        }
    }

    private static IEnumerable<byte[]> CollectRecords()
    {
        foreach (var frame in CapturedFrame.All.Where(frame => frame.Answers is RequestCode.PullMessage or RequestCode.QueryMessage))
        {
            var body = frame.Decode().Body.ToArray();
            for (var at = 0; at < body.Length;)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
                yield return body[at..(at + length)];
                at += length;
            }
        }
    }
}
