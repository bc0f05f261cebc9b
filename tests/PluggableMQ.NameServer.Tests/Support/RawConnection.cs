using System.IO.Pipelines;
using System.Net.Sockets;
using PluggableMQ.Protocol;

namespace PluggableMQ.NameServer.Tests.Support;

/// <summary>A plain socket to a server: sends bytes as they are, reads frames.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly PipeReader _reader;

    private RawConnection(TcpClient client)
    {
        _client = client;
        _reader = PipeReader.Create(client.GetStream());
    }

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        return new RawConnection(client);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _client.GetStream().WriteAsync(bytes);

    public async Task SendAsync(RemotingCommand command)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        RemotingFrame.Write(command, output);
        await SendAsync(output.WrittenMemory);
    }

    /// <summary>The next frame, its body copied.</summary>
    public async Task<RemotingCommand> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var read = await _reader.ReadAsync(patience.Token);
            var buffer = read.Buffer;
            var command = new RemotingCommand();
            switch (RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out var error))
            {
                case FrameReadResult.Frame:
                    command.SetBody(System.Buffers.BuffersExtensions.ToArray(command.Body));
                    _reader.AdvanceTo(buffer.Start);
                    return command;
                case FrameReadResult.Malformed:
                    throw new InvalidDataException(error);
                default:
                    if (read.IsCompleted) throw new EndOfStreamException("The server closed the connection.");
                    _reader.AdvanceTo(buffer.Start, buffer.End);
                    break;
            }
        }
    }

    public void Dispose() => _client.Dispose();
}
