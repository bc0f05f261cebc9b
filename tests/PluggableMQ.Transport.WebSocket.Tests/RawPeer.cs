using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>A client of plain sockets that speaks HTTP and frames by hand, well or badly.</summary>
internal sealed class RawPeer : IDisposable
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly TcpClient _client = new();

    public NetworkStream Stream => _client.GetStream();

    public static async Task<RawPeer> DialAsync(int port)
    {
        var peer = new RawPeer();
        await peer._client.ConnectAsync(IPAddress.Loopback, port);
        return peer;
    }

    /// <summary>A peer whose WebSocket is open.</summary>
    public static async Task<RawPeer> UpgradeAsync(int port)
    {
        var peer = await DialAsync(port);
        var answer = await peer.AskAsync(Request());
        Assert.Equal(101, answer.Status);
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.Find("Sec-WebSocket-Accept"));
        Assert.Equal("pmq.remoting.v1", answer.Find("Sec-WebSocket-Protocol"));
        return peer;
    }

    /// <summary>The request of a right upgrade, with headers replaced or, when null, left out.</summary>
    public static string Request(string firstLine = "GET /pmq HTTP/1.1", params (string Name, string? Value)[] changes)
    {
        var headers = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = "localhost",
            ["Connection"] = "Upgrade",
            ["Upgrade"] = "websocket",
            ["Sec-WebSocket-Version"] = "13",
            // The example of RFC 6455.
            ["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==",
            ["Sec-WebSocket-Protocol"] = "chat, pmq.remoting.v1",
        };
        foreach (var (name, value) in changes) headers[name] = value;
        return firstLine + "\r\n" + string.Concat(headers.Where(h => h.Value is not null).Select(h => $"{h.Key}: {h.Value}\r\n")) + "\r\n";
    }

    public async Task<HttpHead> AskAsync(string request)
    {
        await Stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        return await HttpHead.ReadAsync(Stream).WaitAsync(s_limit);
    }

    /// <summary>What comes until the peer closes.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(all).WaitAsync(s_limit);
        }
        catch (IOException)
        {
            // A reset is an end, too.
        }

        return all.ToArray();
    }

    public async Task WriteFrameAsync(int opcode, byte[] payload, bool isLast = true, bool isMasked = true)
    {
        using var frame = new MemoryStream();
        frame.WriteByte((byte)(opcode | (isLast ? 0x80 : 0)));
        var mask = isMasked ? 0x80 : 0;
        var length = new byte[8];
        switch (payload.Length)
        {
            case < 126:
                frame.WriteByte((byte)(payload.Length | mask));
                break;
            case < 65536:
                frame.WriteByte((byte)(126 | mask));
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
                frame.Write(length, 0, 2);
                break;
            default:
                frame.WriteByte((byte)(127 | mask));
                BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
                frame.Write(length, 0, 8);
                break;
        }

        // A mask of zeros leaves the payload as it is.
        if (isMasked) frame.Write(new byte[4]);
        frame.Write(payload);
        await Stream.WriteAsync(frame.ToArray());
    }

    public async Task<(int Opcode, bool IsLast, byte[] Payload)> ReadFrameAsync()
    {
        var head = await ReadAsync(2);
        long length = head[1] & 0x7F;
        if (length == 126) length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
        else if (length == 127) length = (long)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8));
        return (head[0] & 0xF, (head[0] & 0x80) != 0, await ReadAsync((int)length));
    }

    /// <summary>A whole message, or a control frame.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadMessageAsync()
    {
        var (opcode, isLast, payload) = await ReadFrameAsync();
        while (!isLast)
        {
            (_, isLast, var more) = await ReadFrameAsync();
            payload = [.. payload, .. more];
        }

        return (opcode, payload);
    }

    /// <summary>The close code that the peer gives next.</summary>
    public async Task<int> ReadCloseAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReadMessageAsync();
            if (opcode == Close) return BinaryPrimitives.ReadUInt16BigEndian(payload);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(s_limit);
        return bytes;
    }
}
