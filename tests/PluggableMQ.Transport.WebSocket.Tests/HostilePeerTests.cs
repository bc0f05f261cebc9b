using System.Buffers;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>Peers whose WebSocket is open, and what they do with it.</summary>
public sealed class HostilePeerTests : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly WebSocketTransport _transport = (WebSocketTransport)TransportFixture.Make(
        ("maxMessageSize", "4096"), ("sendMessageSize", "2048"), ("closeTimeout", "60000"));

    private ITransportListener _listener = null!;

    public async Task InitializeAsync() => _listener = await _transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default);

    public async Task DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _transport.DisposeAsync();
    }

    [Fact]
    public async Task TextMessage_IsRefusedWithItsCode()
    {
        var (peer, server) = await OpenAsync();
        using var ownedPeer = peer;
        await using var owned = server;

        await peer.WriteFrameAsync(RawPeer.Text, "hello"u8.ToArray());

        Assert.Equal(1003, await peer.ReadCloseAsync());
        peer.Dispose();
        var failure = await Assert.ThrowsAsync<IOException>(() => ReadToEndAsync(server));
        Assert.Contains("binary messages only", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MessageTooLong_InPieces_IsRefusedWithItsCode()
    {
        var (peer, server) = await OpenAsync();
        using var ownedPeer = peer;
        await using var owned = server;
        var reading = ReadToEndAsync(server);

        await peer.WriteFrameAsync(RawPeer.Binary, new byte[3000], isLast: false);
        await peer.WriteFrameAsync(RawPeer.Continuation, new byte[3000]);

        Assert.Equal(1009, await peer.ReadCloseAsync());
        peer.Dispose();
        Assert.Contains("at most 4096 bytes", (await Assert.ThrowsAsync<IOException>(() => reading)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_OfAllSizesAndPieces_AreOneStream()
    {
        var (peer, server) = await OpenAsync();
        using var ownedPeer = peer;
        await using var owned = server;

        await peer.WriteFrameAsync(RawPeer.Binary, [], isLast: true);
        await peer.WriteFrameAsync(RawPeer.Binary, "ab"u8.ToArray(), isLast: false);
        await peer.WriteFrameAsync(RawPeer.Ping, "are you there"u8.ToArray());
        await peer.WriteFrameAsync(RawPeer.Continuation, [], isLast: false);
        await peer.WriteFrameAsync(RawPeer.Continuation, "cd"u8.ToArray());
        await peer.WriteFrameAsync(RawPeer.Binary, new byte[4096]);

        var bytes = await ReadAsync(server, 4100);
        Assert.Equal("abcd"u8.ToArray(), bytes[..4]);
        var (opcode, payload) = await peer.ReadMessageAsync();
        Assert.Equal((RawPeer.Pong, "are you there"), (opcode, System.Text.Encoding.ASCII.GetString(payload)));
    }

    [Theory]
    [InlineData(RawPeer.Binary, 10, false)]
    [InlineData(RawPeer.Ping, 126, true)]
    [InlineData(RawPeer.Continuation, 10, true)]
    [InlineData(3, 10, true)]
    public async Task Frame_AgainstTheProtocol_EndsTheConnection(int opcode, int length, bool isMasked)
    {
        var (peer, server) = await OpenAsync();
        using var ownedPeer = peer;
        await using var owned = server;

        await peer.WriteFrameAsync(opcode, new byte[length], isMasked: isMasked);

        await Assert.ThrowsAsync<IOException>(() => ReadToEndAsync(server));
        await peer.ReadToEndAsync();
    }

    [Fact]
    public async Task Garbage_AfterTheUpgrade_EndsTheConnection()
    {
        var (peer, server) = await OpenAsync();
        using var ownedPeer = peer;
        await using var owned = server;
        var garbage = new byte[100_000];
        new Random(3).NextBytes(garbage);
        // An opcode that there is not, so that it is garbage for sure.
        garbage[0] = 0x8F;

        try
        {
            await peer.Stream.WriteAsync(garbage);
        }
        catch (IOException)
        {
            // It may have been closed before all was sent.
        }

        await Assert.ThrowsAsync<IOException>(() => ReadToEndAsync(server));
    }

    [Fact]
    public async Task Vanishes_InTheMiddleOfAMessage_ShowsAsAFailure()
    {
        var (peer, server) = await OpenAsync();
        await using var owned = server;
        await peer.WriteFrameAsync(RawPeer.Binary, new byte[10], isLast: false);

        peer.Dispose();

        await Assert.ThrowsAsync<IOException>(() => ReadToEndAsync(server));
        await WaitAsync(server.Closed);
    }

    [Fact]
    public async Task ReadsNothing_WriterIsHeldBackUntilTheAbort()
    {
        var (peer, server) = await OpenAsync();
        using var ownedPeer = peer;
        server.Transport.Output.Write(new byte[64 * 1024 * 1024]);
        var flush = server.Transport.Output.FlushAsync().AsTask();
        var disposal = server.DisposeAsync().AsTask();
        Assert.False(flush.IsCompleted);
        Assert.False(disposal.IsCompleted);

        server.Abort();

        await disposal.WaitAsync(s_limit);
        await flush.WaitAsync(s_limit);
    }

    [Fact]
    public async Task NeverSaysGoodbye_IsDroppedAfterTheTimeLimit()
    {
        await using var transport = (WebSocketTransport)TransportFixture.Make(("closeTimeout", "1"));
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:0"), default);
        using var peer = await RawPeer.UpgradeAsync(listener.Endpoint.Port);
        var server = (await listener.AcceptAsync(default).AsTask().WaitAsync(s_limit))!;

        await server.DisposeAsync();

        await peer.ReadToEndAsync();
        await transport.WhenEmptyAsync().WaitAsync(s_limit);
    }

    [Fact]
    public async Task Flush_IsOneMessage_AndALongOneIsSplit()
    {
        var (peer, server) = await OpenAsync();
        using var ownedPeer = peer;
        await using var owned = server;

        for (var i = 0; i < 10; i++) server.Transport.Output.Write(new byte[100]);
        await server.Transport.Output.FlushAsync();
        var batched = await peer.ReadMessageAsync();
        await server.Transport.Output.WriteAsync(new byte[5000]);
        var split = new[] { await peer.ReadMessageAsync(), await peer.ReadMessageAsync(), await peer.ReadMessageAsync() };

        Assert.Equal((RawPeer.Binary, 1000), (batched.Opcode, batched.Payload.Length));
        Assert.Equal([2048, 2048, 904], split.Select(message => message.Payload.Length));
    }

    [Fact]
    public async Task ManyPeers_ConnectAndVanish_NothingIsLeft()
    {
        for (var round = 0; round < 100; round++)
        {
            var (peer, server) = await OpenAsync();
            if (round % 2 == 0) await peer.WriteFrameAsync(RawPeer.Binary, new byte[100]);
            if (round % 3 == 0) server.Abort();
            peer.Dispose();
            await WaitAsync(server.Closed);
            await server.DisposeAsync();
        }

        await WhenEmptyAsync();
        var (last, accepted) = await OpenAsync();
        using var ownedPeer = last;
        await accepted.DisposeAsync();
    }

    private async Task<(RawPeer Peer, ITransportConnection Server)> OpenAsync()
    {
        var peer = await RawPeer.UpgradeAsync(_listener.Endpoint.Port);
        return (peer, (await _listener.AcceptAsync(default).AsTask().WaitAsync(s_limit))!);
    }

    private Task WhenEmptyAsync() => _transport.WhenEmptyAsync().WaitAsync(s_limit);

    private static async Task<byte[]> ReadAsync(ITransportConnection connection, int length)
    {
        using var limit = new CancellationTokenSource(s_limit);
        var result = await connection.Transport.Input.ReadAtLeastAsync(length, limit.Token);
        return result.Buffer.ToArray();
    }

    private static async Task ReadToEndAsync(ITransportConnection connection)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            var result = await connection.Transport.Input.ReadAsync(limit.Token);
            connection.Transport.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return;
        }
    }

    private static async Task WaitAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using (token.UnsafeRegister(_ => cancelled.TrySetResult(), null)) await cancelled.Task.WaitAsync(s_limit, CancellationToken.None);
    }
}
