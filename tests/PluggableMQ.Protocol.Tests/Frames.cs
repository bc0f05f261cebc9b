using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PluggableMQ.Protocol.Tests;

/// <summary>Makes and reads frames by hand.</summary>
internal static class Frames
{
    /// <summary>A frame with the given header and body.</summary>
    public static byte[] Make(SerializeType type, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body = default)
    {
        var frame = new byte[8 + header.Length + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), ((int)type << 24) | header.Length);
        header.CopyTo(frame.AsSpan(8));
        body.CopyTo(frame.AsSpan(8 + header.Length));
        return frame;
    }

    public static byte[] MakeJson(string header, string body = "") => Make(SerializeType.Json, Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(body));

    public static FrameReadResult TryRead(byte[] frame, out RemotingCommand command, out string? error, int maxLength = RemotingFrame.DefaultMaxLength)
    {
        command = new RemotingCommand();
        var buffer = new ReadOnlySequence<byte>(frame);
        return RemotingFrame.TryRead(ref buffer, command, maxLength, out error);
    }

    /// <summary>Reads a frame that must be one.</summary>
    public static RemotingCommand Read(byte[] frame)
    {
        var result = TryRead(frame, out var command, out var error);
        Assert.True(result == FrameReadResult.Frame, $"{result}: {error}");
        return command;
    }

    public static RemotingCommand ReadJson(string header, string body = "") => Read(MakeJson(header, body));

    public static byte[] Write(RemotingCommand command)
    {
        var output = new ArrayBufferWriter<byte>();
        RemotingFrame.Write(command, output);
        return output.WrittenSpan.ToArray();
    }
}
