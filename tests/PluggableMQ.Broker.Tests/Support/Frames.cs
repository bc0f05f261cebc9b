using System.Buffers;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Support;

/// <summary>Frames as bytes.</summary>
internal static class Frames
{
    public static ReadOnlyMemory<byte> Encode(RemotingCommand command)
    {
        var output = new ArrayBufferWriter<byte>();
        RemotingFrame.Write(command, output);
        return output.WrittenMemory;
    }

    /// <summary>A frame with a JSON header as it is written here.</summary>
    public static ReadOnlyMemory<byte> Json(string header, string body = "")
    {
        var headerBytes = System.Text.Encoding.UTF8.GetBytes(header);
        var bodyBytes = System.Text.Encoding.UTF8.GetBytes(body);
        var bytes = new byte[8 + headerBytes.Length + bodyBytes.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 4);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), headerBytes.Length);
        headerBytes.CopyTo(bytes, 8);
        bodyBytes.CopyTo(bytes, 8 + headerBytes.Length);
        return bytes;
    }
}
