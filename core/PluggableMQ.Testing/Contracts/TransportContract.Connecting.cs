using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Testing.Contracts;

/// <content>Connecting.</content>
public abstract partial class TransportContract
{
    [Fact]
    public async Task ConnectAsync_NobodyListens_SaysWhere()
    {
        var listener = await ListenAsync();
        await CloseAsync(listener);

        var failure = await Assert.ThrowsAsync<TransportException>(() => InTimeAsync(Transport.ConnectAsync(listener.Endpoint, default).AsTask(), "ConnectAsync did not end, though nobody listens."));

        Assert.Equal(listener.Endpoint, failure.Endpoint);
        Assert.Contains(listener.Endpoint.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_TokenCancelled_Throws()
    {
        await using var listener = await ListenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => InTimeAsync(Transport.ConnectAsync(listener.Endpoint, new CancellationToken(canceled: true)).AsTask(), "ConnectAsync did not end, though its token was cancelled."));
    }

    [Fact]
    public async Task ConnectAsync_TokenCancelledWhileItWaits_EndsAtOnce()
    {
        using var peer = CreateSilent();
        if (peer is null) return;
        using var attempt = new CancellationTokenSource();
        var connecting = Transport.ConnectAsync(peer.Endpoint, attempt.Token).AsTask();
        Assert.False(connecting.IsCompleted, "CreateSilent made a peer that answers.");

        await attempt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => InTimeAsync(connecting, "ConnectAsync did not end, though its token was cancelled while it waited."));
        // The attempt left nothing behind that would be in the way of others.
        await using var pair = await OpenAsync();
    }

    [Fact]
    public async Task ConnectAsync_TokenCancelledLater_KeepsTheConnection()
    {
        await using var listener = await ListenAsync();
        using var attempt = new CancellationTokenSource();
        await using var client = await InTimeAsync(Transport.ConnectAsync(listener.Endpoint, attempt.Token).AsTask(), "ConnectAsync did not end.");
        await using var server = await AcceptAsync(listener);

        await attempt.CancelAsync();

        await WriteAsync(client, [7]);
        Assert.Equal([7], await ReadAsync(server, 1));
        Assert.False(client.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task ConnectAsync_ManyAtOnce_AllAreAcceptedAndDistinct()
    {
        await using var listener = await ListenAsync();
        const int Count = 16;
        var connecting = Enumerable.Range(0, Count).Select(_ => Task.Run(() => ConnectAsync(listener))).ToArray();
        var servers = new List<ITransportConnection>();
        for (var i = 0; i < Count; i++) servers.Add(await AcceptAsync(listener));
        var clients = await Task.WhenAll(connecting);

        for (var i = 0; i < Count; i++) await WriteAsync(clients[i], [(byte)i]);
        var received = new List<int>();
        foreach (var server in servers) received.Add((await ReadAsync(server, 1))[0]);

        Assert.Equal(Enumerable.Range(0, Count), received.Order());
        Assert.Equal(2 * Count, clients.Concat(servers).Select(connection => connection.Id).Distinct().Count());
        foreach (var connection in clients.Concat(servers)) await CloseAsync(connection);
    }

    [Fact]
    public async Task Connection_BothEnds_AgreeOnTheirAddresses()
    {
        await using var pair = await OpenAsync();

        Assert.Equal(pair.Client.LocalEndPoint, pair.Server.RemoteEndPoint);
        Assert.Equal(pair.Client.RemoteEndPoint, pair.Server.LocalEndPoint);
        if (HasPorts) Assert.Equal(pair.Listener.Endpoint.Port, pair.Client.RemoteEndPoint.Port);
        Assert.NotEqual(pair.Client.Id, pair.Server.Id);
    }

    [Fact]
    public async Task Connection_TwoOfOneListener_AreToldApartByTheirAddresses()
    {
        await using var listener = await ListenAsync();
        await using var first = await ConnectAsync(listener);
        await using var one = await AcceptAsync(listener);
        await using var second = await ConnectAsync(listener);
        await using var other = await AcceptAsync(listener);

        Assert.NotEqual(one.RemoteEndPoint, other.RemoteEndPoint);
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
            await CloseAsync(client);
            await CloseAsync(server);
            // An abort may come late.
            client.Abort();
        }

        await using var last = await ConnectAsync(listener);
        await using var accepted = await AcceptAsync(listener);
        await WriteAsync(last, "alive"u8.ToArray());
        Assert.Equal("alive"u8.ToArray(), await ReadAsync(accepted, 5));
    }
}
