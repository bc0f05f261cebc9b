using System.Buffers;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Testing.Contracts;

/// <content>Bytes, back-pressure and the end of a connection.</content>
public abstract partial class TransportContract
{
    // Far more than all buffers on the way can hold, also after an eighth of it has been read (Linux lets a socket grow to 36 MiB).
    private const int MoreThanFits = 64 * 1024 * 1024;

    [Fact]
    public async Task Connection_Megabytes_ArriveInOrderBothWays()
    {
        await using var pair = await OpenAsync();
        var bytes = new byte[5 * 1024 * 1024];
        new Random(7).NextBytes(bytes);

        var toServer = ReadAsync(pair.Server, bytes.Length);
        var toClient = ReadAsync(pair.Client, bytes.Length);
        await Task.WhenAll(WriteAsync(pair.Client, bytes), WriteAsync(pair.Server, bytes));

        Assert.Equal(bytes, await toServer);
        Assert.Equal(bytes, await toClient);
    }

    [Fact]
    public async Task Connection_ManySmallWrites_ArriveInOrder()
    {
        await using var pair = await OpenAsync();
        for (var i = 0; i < 500; i++) await WriteAsync(i % 2 == 0 ? pair.Client : pair.Server, [(byte)i]);

        Assert.Equal(Enumerable.Range(0, 250).Select(i => (byte)(2 * i)), await ReadAsync(pair.Server, 250));
        Assert.Equal(Enumerable.Range(0, 250).Select(i => (byte)((2 * i) + 1)), await ReadAsync(pair.Client, 250));
    }

    [Fact]
    public async Task FlushAsync_PeerDoesNotRead_WaitsUntilItDoes()
    {
        await using var pair = await OpenAsync();
        pair.Client.Transport.Output.Write(new byte[MoreThanFits]);
        var flush = pair.Client.Transport.Output.FlushAsync().AsTask();

        for (var read = 0; read < MoreThanFits; read += MoreThanFits / 16)
        {
            if (read <= MoreThanFits / 8) Assert.False(flush.IsCompleted, $"FlushAsync ended though the peer has read {read} of {MoreThanFits} bytes: nothing bounds what is kept.");
            Assert.Equal(MoreThanFits / 16, (await ReadAsync(pair.Server, MoreThanFits / 16)).Length);
        }

        await InTimeAsync(flush, "FlushAsync did not end, though the peer has read all.");
    }

    [Fact]
    public async Task FlushAsync_HeldBack_TheOtherDirectionGoesOn()
    {
        await using var pair = await OpenAsync();
        pair.Client.Transport.Output.Write(new byte[MoreThanFits]);
        var flush = pair.Client.Transport.Output.FlushAsync().AsTask();

        await WriteAsync(pair.Server, "the other way"u8.ToArray());

        Assert.Equal("the other way"u8.ToArray(), await ReadAsync(pair.Client, 13));
        Assert.False(flush.IsCompleted);
    }

    [Fact]
    public async Task DisposeAsync_WhatWasFlushed_IsReadByThePeerBeforeTheEnd()
    {
        await using var pair = await OpenAsync();
        await WriteAsync(pair.Client, new byte[100_000]);

        await CloseAsync(pair.Client);

        Assert.Equal(100_000, (await ReadAsync(pair.Server, 100_000)).Length);
        var end = await InTimeAsync(pair.Server.Transport.Input.ReadAsync().AsTask(), "The reader did not complete, though the peer has closed.");
        Assert.True(end.IsCompleted && end.Buffer.IsEmpty);
        await WaitForClosedAsync(pair.Client);
        await WaitForClosedAsync(pair.Server);
    }

    [Fact]
    public async Task DisposeAsync_TwiceAndAbortAfterwards_IsHarmless()
    {
        await using var pair = await OpenAsync();

        await CloseAsync(pair.Client);
        await CloseAsync(pair.Client);
        pair.Client.Abort();

        await WaitForClosedAsync(pair.Client);
    }

    [Fact]
    public async Task Closed_OpenConnection_IsNotCancelled()
    {
        await using var pair = await OpenAsync();
        await WriteAsync(pair.Client, [1]);
        await ReadAsync(pair.Server, 1);

        Assert.False(pair.Client.Closed.IsCancellationRequested);
        Assert.False(pair.Server.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task Abort_PendingReadsAndFlushes_EndOnBothSides()
    {
        await using var pair = await OpenAsync();
        var near = ReadToEndAsync(pair.Client);
        var far = ReadToEndAsync(pair.Server);

        pair.Client.Abort(new InvalidOperationException("enough"));
        pair.Client.Abort();

        await InTimeAsync(near, "The own reader did not complete after Abort.");
        await InTimeAsync(far, "The peer's reader did not complete after Abort.");
        await WaitForClosedAsync(pair.Client);
        await WaitForClosedAsync(pair.Server);
    }

    [Fact]
    public async Task Abort_FlushHeldBack_Ends()
    {
        await using var pair = await OpenAsync();
        pair.Client.Transport.Output.Write(new byte[MoreThanFits]);
        var flush = pair.Client.Transport.Output.FlushAsync().AsTask();
        Assert.False(flush.IsCompleted);

        pair.Client.Abort();

        Assert.True((await InTimeAsync(flush, "A flush that was held back did not end after Abort.")).IsCompleted);
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

            await InTimeAsync(writing, "Writing did not end after Abort.");
            await InTimeAsync(reading, "Reading did not end after Abort.");
        }
    }
}
