using System.Buffers;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.Contract;

/// <summary>What every transport promises. A test class derives from this and says how the transport is made.</summary>
public abstract class TransportContract
{
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    protected abstract ITransport Transport { get; }

    [Fact]
    public async Task ListenAsync_Port0_ReportsTheRealPort()
    {
        await using var first = await ListenAsync();
        await using var second = await ListenAsync();

        Assert.InRange(first.Endpoint.Port, 1, 65535);
        Assert.NotEqual(first.Endpoint.Port, second.Endpoint.Port);
        Assert.Equal("127.0.0.1", first.Endpoint.Host);
    }

    [Fact]
    public async Task ListenAsync_AddressTaken_SaysWhichAndWhatToDo()
    {
        await using var listener = await ListenAsync();

        var failure = await Assert.ThrowsAsync<TransportException>(async () => await Transport.ListenAsync(listener.Endpoint, default));

        Assert.Equal(listener.Endpoint, failure.Endpoint);
        Assert.Contains(listener.Endpoint.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains("in use", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenAsync_AfterDispose_TheAddressIsFree()
    {
        var listener = await ListenAsync();
        await using (await ConnectAsync(listener))
        await using (await AcceptAsync(listener)) await listener.DisposeAsync();

        await using var again = await Transport.ListenAsync(listener.Endpoint, default);

        Assert.Equal(listener.Endpoint, again.Endpoint);
    }

    [Fact]
    public async Task DisposeListener_WaitingAccept_ReturnsNullAndConnectionsStayOpen()
    {
        var listener = await ListenAsync();
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
        var waiting = listener.AcceptAsync(default).AsTask();

        await listener.DisposeAsync();

        Assert.Null(await waiting.WaitAsync(Limit));
        await WriteAsync(client, "still here"u8.ToArray());
        Assert.Equal("still here"u8.ToArray(), await ReadAsync(server, 10));
    }

    [Fact]
    public async Task AcceptAsync_Cancelled_Throws()
    {
        await using var listener = await ListenAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = listener.AcceptAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit));
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_SaysWhere()
    {
        var listener = await ListenAsync();
        await listener.DisposeAsync();

        var failure = await Assert.ThrowsAsync<TransportException>(async () => await Transport.ConnectAsync(listener.Endpoint, default));

        Assert.Equal(listener.Endpoint, failure.Endpoint);
        Assert.Contains(listener.Endpoint.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_TokenCancelled_Throws()
    {
        await using var listener = await ListenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Transport.ConnectAsync(listener.Endpoint, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Connection_BothEnds_AgreeOnTheirAddresses()
    {
        await using var listener = await ListenAsync();
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);

        Assert.Equal(client.LocalEndPoint, server.RemoteEndPoint);
        Assert.Equal(client.RemoteEndPoint, server.LocalEndPoint);
        Assert.Equal(listener.Endpoint.Port, client.RemoteEndPoint.Port);
        Assert.NotEqual(client.Id, server.Id);
    }

    [Fact]
    public async Task Connection_Megabytes_ArriveInOrderBothWays()
    {
        await using var listener = await ListenAsync();
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
        var bytes = new byte[5 * 1024 * 1024];
        new Random(7).NextBytes(bytes);

        var toServer = ReadAsync(server, bytes.Length);
        var toClient = ReadAsync(client, bytes.Length);
        await Task.WhenAll(WriteAsync(client, bytes), WriteAsync(server, bytes));

        Assert.Equal(bytes, await toServer);
        Assert.Equal(bytes, await toClient);
    }

    [Fact]
    public async Task FlushAsync_PeerDoesNotRead_WaitsUntilItDoes()
    {
        await using var listener = await ListenAsync();
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
        // Far more than all buffers on the way can hold, also after an eighth of it has been read (Linux lets a socket grow to 36 MiB).
        const int Length = 64 * 1024 * 1024;
        client.Transport.Output.Write(new byte[Length]);
        var flush = client.Transport.Output.FlushAsync().AsTask();

        for (var read = 0; read < Length; read += Length / 16)
        {
            if (read <= Length / 8) Assert.False(flush.IsCompleted);
            Assert.Equal(Length / 16, (await ReadAsync(server, Length / 16)).Length);
        }

        await flush.WaitAsync(Limit);
    }

    [Fact]
    public async Task DisposeAsync_WhatWasFlushed_IsReadByThePeerBeforeTheEnd()
    {
        await using var listener = await ListenAsync();
        var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
        await WriteAsync(client, new byte[100_000]);

        await client.DisposeAsync();

        Assert.Equal(100_000, (await ReadAsync(server, 100_000)).Length);
        var end = await server.Transport.Input.ReadAsync();
        Assert.True(end.IsCompleted && end.Buffer.IsEmpty);
        await WaitAsync(client.Closed);
        await WaitAsync(server.Closed);
    }

    [Fact]
    public async Task Abort_PendingReadsAndFlushes_EndOnBothSides()
    {
        await using var listener = await ListenAsync();
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
        var near = ReadToEndAsync(client);
        var far = ReadToEndAsync(server);

        client.Abort(new InvalidOperationException("enough"));
        client.Abort();

        await near.WaitAsync(Limit);
        await far.WaitAsync(Limit);
        await WaitAsync(client.Closed);
        await WaitAsync(server.Closed);
    }

    [Fact]
    public async Task Abort_FlushHeldBack_Ends()
    {
        await using var listener = await ListenAsync();
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
        client.Transport.Output.Write(new byte[64 * 1024 * 1024]);
        var flush = client.Transport.Output.FlushAsync().AsTask();
        Assert.False(flush.IsCompleted);

        client.Abort();

        Assert.True((await flush.WaitAsync(Limit)).IsCompleted);
    }

    [Fact]
    public async Task Abort_FromManyThreadsWhileWriting_IsSafe()
    {
        await using var listener = await ListenAsync();
        for (var round = 0; round < 20; round++)
        {
            await using var client = await ConnectAsync(listener);
            await using var server = await AcceptAsync(listener);
            var reading = ReadToEndAsync(server);
            var started = new TaskCompletionSource();
            var writing = Task.Run(async () =>
            {
                while (true)
                {
                    client.Transport.Output.Write(new byte[1000]);
                    started.TrySetResult();
                    if ((await client.Transport.Output.FlushAsync()).IsCompleted) return;
                }
            });
            await started.Task;

            Parallel.For(0, 4, i => (i % 2 == 0 ? client : server).Abort());

            await writing.WaitAsync(Limit);
            await reading.WaitAsync(Limit);
        }
    }

    [Fact]
    public async Task AcceptAsync_ListenerDisposed_ReturnsNull()
    {
        var listener = await ListenAsync();
        await listener.DisposeAsync();
        await listener.DisposeAsync();

        Assert.Null(await listener.AcceptAsync(default).AsTask().WaitAsync(Limit));
    }

    [Fact]
    public async Task CancelPendingRead_ReaderWaits_ItReturnsAndReadsOn()
    {
        await using var listener = await ListenAsync();
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
        var waiting = server.Transport.Input.ReadAsync().AsTask();

        server.Transport.Input.CancelPendingRead();

        var result = await waiting.WaitAsync(Limit);
        Assert.True(result.IsCanceled && !result.IsCompleted);
        server.Transport.Input.AdvanceTo(result.Buffer.End);
        await WriteAsync(client, "next"u8.ToArray());
        Assert.Equal("next"u8.ToArray(), await ReadAsync(server, 4));
    }

    [Fact]
    public async Task Connections_OpenedAndAborted_TheListenerServesOn()
    {
        await using var listener = await ListenAsync();
        for (var round = 0; round < 100; round++)
        {
            var client = await ConnectAsync(listener);
            var server = await AcceptAsync(listener);
            if (round % 3 == 0) await WriteAsync(client, new byte[1000]);
            (round % 2 == 0 ? client : server).Abort();
            await WaitAsync(client.Closed);
            await WaitAsync(server.Closed);
            await client.DisposeAsync();
            await server.DisposeAsync();
            // An abort may come late.
            client.Abort();
        }

        await using var last = await ConnectAsync(listener);
        await using var accepted = await AcceptAsync(listener);
        await WriteAsync(last, "alive"u8.ToArray());
        Assert.Equal("alive"u8.ToArray(), await ReadAsync(accepted, 5));
    }

    protected ValueTask<ITransportListener> ListenAsync() => Transport.ListenAsync(new TransportEndpoint(null, "127.0.0.1", 0), default);

    protected ValueTask<ITransportConnection> ConnectAsync(ITransportListener listener)
        => Transport.ConnectAsync(listener.Endpoint, default);

    protected static async Task<ITransportConnection> AcceptAsync(ITransportListener listener)
        => await listener.AcceptAsync(default).AsTask().WaitAsync(Limit) ?? throw new InvalidOperationException("The listener is closed.");

    protected static async Task WriteAsync(ITransportConnection connection, byte[] bytes)
        => await connection.Transport.Output.WriteAsync(bytes);

    protected static async Task<byte[]> ReadAsync(ITransportConnection connection, int length)
    {
        using var limit = new CancellationTokenSource(Limit);
        var result = await connection.Transport.Input.ReadAtLeastAsync(length, limit.Token);
        var bytes = result.Buffer.Slice(0, Math.Min(length, result.Buffer.Length)).ToArray();
        connection.Transport.Input.AdvanceTo(result.Buffer.GetPosition(bytes.Length));
        return bytes;
    }

    private static async Task ReadToEndAsync(ITransportConnection connection)
    {
        try
        {
            while (true)
            {
                var result = await connection.Transport.Input.ReadAsync();
                connection.Transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // An aborted connection may also end this way.
        }
    }

    private static async Task WaitAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using (token.UnsafeRegister(
            _ => cancelled.TrySetResult(), null)) await cancelled.Task.WaitAsync(Limit, CancellationToken.None);
    }
}
