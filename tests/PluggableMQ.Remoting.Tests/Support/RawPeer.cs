using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>A socket without any of the remoting code: for bytes as they are on the wire.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public Socket Socket => socket;

    public static async Task<RawPeer> ConnectAsync(string address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(address));
        return new RawPeer(socket);
    }

    public static byte[] Encode(RemotingCommand frame)
    {
        var output = new ArrayBufferWriter<byte>();
        RemotingFrame.Write(frame, output);
        return output.WrittenSpan.ToArray();
    }

    public static RemotingCommand Decode(byte[] frame)
    {
        var buffer = new ReadOnlySequence<byte>(frame);
        var command = new RemotingCommand();
        Assert.Equal(FrameReadResult.Frame, RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out _));
        return command;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    public Task SendAsync(RemotingCommand frame) => SendAsync(Encode(frame));

    /// <summary>Reads one frame, its length field included; null at the end of the stream.</summary>
    public async Task<byte[]?> ReadFrameAsync()
    {
        var prefix = new byte[4];
        if (!await FillAsync(prefix)) return null;
        var frame = new byte[4 + BinaryPrimitives.ReadInt32BigEndian(prefix)];
        prefix.CopyTo(frame, 0);
        Assert.True(await FillAsync(frame.AsMemory(4)), "the stream ended within a frame");
        return frame;
    }

    public async Task<RemotingCommand> ReadAsync() => Decode(await ReadFrameAsync() ?? throw new EndOfStreamException());

    /// <summary>Whether the other side closed, and sent nothing before.</summary>
    public async Task<bool> IsClosedWithoutAnswerAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            return await socket.ReceiveAsync(new byte[1], limit.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync(Memory<byte> target)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!target.IsEmpty)
        {
            var count = await socket.ReceiveAsync(target, limit.Token);
            if (count == 0) return false;
            target = target[count..];
        }

        return true;
    }
}
