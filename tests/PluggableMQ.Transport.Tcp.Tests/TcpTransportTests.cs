using System.Net;
using System.Net.Sockets;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;
using TransportContext = PluggableMQ.Abstractions.Transport.TransportContext;

namespace PluggableMQ.Transport.Tcp.Tests;

public sealed class TcpTransportTests : TransportContract
{
    protected override ITransport Create(TransportContext context) => new PluginHarness(new TcpTransportPlugin()).Create(PluginKinds.Transport, "tcp", context);

    // A listener that accepts nobody: Linux finishes one connection more than its backlog, and then leaves further ones without an answer.
    protected override SilentPeer? CreateSilent()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Socket[] clients = [.. Enumerable.Range(0, 2).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
        foreach (var client in clients) client.Connect(listener.LocalEndPoint!);
        return new SilentPeer(TransportEndpoint.Parse(listener.LocalEndPoint!.ToString()!), [.. clients, listener]);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    [InlineData("localhost")]
    public async Task ListenAsync_HostForms_AcceptOnLoopback(string host)
    {
        await using var listener = await Transport.ListenAsync(new TransportEndpoint(null, host, 0), default);

        await using var client = await Transport.ConnectAsync(new TransportEndpoint(null, "127.0.0.1", listener.Endpoint.Port), default);
        await using var server = await AcceptAsync(listener);

        Assert.Equal(host, listener.Endpoint.Host);
        Assert.Equal(AddressFamily.InterNetwork, server.RemoteEndPoint.AddressFamily);
    }

    [Fact]
    public async Task ListenAsync_Ipv6Any_ReportsIpv4PeersAsIpv4()
    {
        if (!Socket.OSSupportsIPv6) return;
        await using var listener = await Transport.ListenAsync(TransportEndpoint.Parse("[::]:0"), default);

        await using var client = await Transport.ConnectAsync(new TransportEndpoint(null, "127.0.0.1", listener.Endpoint.Port), default);
        await using var server = await AcceptAsync(listener);

        Assert.Equal(IPAddress.Loopback, server.RemoteEndPoint.Address);
    }

    [Fact]
    public async Task ConnectAsync_HostName_IsResolved()
    {
        await using var listener = await ListenAsync();

        await using var client = await Transport.ConnectAsync(new TransportEndpoint(null, "localhost", listener.Endpoint.Port), default);

        Assert.Equal(listener.Endpoint.Port, client.RemoteEndPoint.Port);
    }

    [Theory]
    [InlineData("does-not-exist.invalid:9876", "does not resolve")]
    [InlineData("127.0.0.1:0", "no port")]
    [InlineData("tcp://127.0.0.1:9876/path", "path")]
    public async Task ConnectAsync_BadEndpoint_SaysWhatIsWrong(string address, string expected)
    {
        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await Transport.ConnectAsync(TransportEndpoint.Parse(address), default));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(address, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenAsync_AddressOfAnotherMachine_SaysWhatToDo()
    {
        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await Transport.ListenAsync(TransportEndpoint.Parse("192.0.2.1:0"), default));

        Assert.Contains("no such address", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_PlainSocketListens_Connects()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();

        await using var client = await Transport.ConnectAsync(TransportEndpoint.Parse(listener.LocalEndPoint!.ToString()!), default);
        using var accepted = await listener.AcceptAsync();
        await WriteAsync(client, "ping"u8.ToArray());
        var received = new byte[4];
        Assert.Equal(4, await accepted.ReceiveAsync(received));
        await accepted.SendAsync("pong"u8.ToArray());

        Assert.Equal("ping"u8.ToArray(), received);
        Assert.Equal("pong"u8.ToArray(), await ReadAsync(client, 4));
    }
}
