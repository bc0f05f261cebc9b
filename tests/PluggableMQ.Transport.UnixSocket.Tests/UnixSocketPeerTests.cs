using System.Net.Sockets;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.UnixSocket.Tests;

/// <summary>Peers that are not ours, or not well.</summary>
public sealed class UnixSocketPeerTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly SocketFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AcceptAsync_PeerWithoutAName_GetsAPortOfItsOwn()
    {
        await using var listener = await ListenAsync();
        using var first = await DialAsync(listener);
        using var second = await DialAsync(listener);

        await using var one = await AcceptAsync(listener);
        await using var other = await AcceptAsync(listener);

        Assert.NotEqual(one.RemoteEndPoint, other.RemoteEndPoint);
        Assert.NotEqual(0, one.RemoteEndPoint.Port);
    }

    [Theory]
    [InlineData("pluggablemq/99999999")]
    [InlineData("pluggablemq/")]
    [InlineData("somebody else, with a name that is longer than the path of the listener and fills all the room there is..")]
    public async Task AcceptAsync_PeerWithAnyName_IsAccepted(string name)
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var listener = await ListenAsync();
        // The address may come while nobody waits, and while somebody does.
        for (var round = 0; round < 2; round++)
        {
            var waiting = round == 0 ? null : AcceptAsync(listener);
            using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            peer.Bind(new UnixDomainSocketEndPoint("\0" + name));
            await peer.ConnectAsync(new UnixDomainSocketEndPoint(_folder.FileOf("127.0.0.1_10911.sock")));

            await using var accepted = await (waiting ?? AcceptAsync(listener));

            Assert.InRange(accepted.RemoteEndPoint.Port, 1, 65535);
        }
    }

    [Fact]
    public async Task ConnectAsync_BacklogFull_WaitsForRoom()
    {
        var transport = _folder.Make(("backlog", "1"));
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:10911"), default);
        var connecting = Enumerable.Range(0, 12).Select(_ => transport.ConnectAsync(listener.Endpoint, default).AsTask()).ToList();

        foreach (var _ in connecting) await (await AcceptAsync(listener)).DisposeAsync();

        foreach (var connection in await Task.WhenAll(connecting).WaitAsync(s_limit)) await connection.DisposeAsync();
    }

    [Fact]
    public async Task ConnectAsync_BacklogStaysFull_GivesUpAndSaysWhy()
    {
        var transport = _folder.Make(("backlog", "1"), ("connectTimeout", "50"));
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:10911"), default);
        TransportException? failure = null;
        var open = new List<ITransportConnection>();
        while (failure is null && open.Count < 100)
        {
            try
            {
                open.Add(await transport.ConnectAsync(listener.Endpoint, default));
            }
            catch (TransportException e)
            {
                failure = e;
            }
        }

        foreach (var connection in open) await connection.DisposeAsync();
        Assert.Contains("backlog is full", failure!.Message, StringComparison.Ordinal);
    }

    private ValueTask<ITransportListener> ListenAsync() => _folder.Make().ListenAsync(TransportEndpoint.Parse("127.0.0.1:10911"), default);

    private async Task<Socket> DialAsync(ITransportListener listener)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_folder.FileOf($"127.0.0.1_{listener.Endpoint.Port}.sock")));
        return socket;
    }

    private static async Task<ITransportConnection> AcceptAsync(ITransportListener listener)
        => await listener.AcceptAsync(default).AsTask().WaitAsync(s_limit) ?? throw new InvalidOperationException("The listener is closed.");
}
