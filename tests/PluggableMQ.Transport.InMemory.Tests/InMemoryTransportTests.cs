using System.Net;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Transport.Contract;

namespace PluggableMQ.Transport.InMemory.Tests;

public sealed class InMemoryTransportTests : TransportContract
{
    private readonly ITransport _transport = PluginHarness.Configure(new InMemoryTransportPlugin()).Make();

    protected override ITransport Transport => _transport;

    [Fact]
    public async Task ConnectAsync_OtherHostOfTheSamePlugin_IsReached()
    {
        var plugin = new InMemoryTransportPlugin();
        var broker = PluginHarness.Configure(plugin).Make();
        var client = PluginHarness.Configure(plugin).Make();
        await using var listener = await broker.ListenAsync(TransportEndpoint.Parse("broker-a:10911"), default);

        await using var connection = await client.ConnectAsync(TransportEndpoint.Parse("inmemory://BROKER-A:10911"), default);
        await using var accepted = await AcceptAsync(listener);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 10911), connection.RemoteEndPoint);
    }

    [Fact]
    public async Task ConnectAsync_OtherPlugin_IsNotReached()
    {
        var other = PluginHarness.Configure(new InMemoryTransportPlugin()).Make();
        await using var listener = await _transport.ListenAsync(TransportEndpoint.Parse("broker-a:10911"), default);

        var failure = await Assert.ThrowsAsync<TransportException>(async () => await other.ConnectAsync(listener.Endpoint, default));

        Assert.Contains("share its plugin instance", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", "10.1.2.3")]
    [InlineData("*", "any.name")]
    [InlineData("localhost", "127.0.0.1")]
    public async Task ConnectAsync_ListenerOnAllHosts_IsReachedByAnyName(string listening, string connecting)
    {
        await using var listener = await _transport.ListenAsync(new TransportEndpoint(null, listening, 9876), default);

        await using var connection = await _transport.ConnectAsync(new TransportEndpoint(null, connecting, 9876), default);
        await using var accepted = await AcceptAsync(listener);

        Assert.Equal(9876, accepted.LocalEndPoint.Port);
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_ListsWhoDoes()
    {
        await using var listener = await _transport.ListenAsync(TransportEndpoint.Parse("broker-a:10911"), default);

        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await _transport.ConnectAsync(TransportEndpoint.Parse("broker-b:10911"), default));

        Assert.Contains("Listening: broker-a:10911.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_BacklogIsFull_IsRefused()
    {
        var transport = PluginHarness.Configure(new InMemoryTransportPlugin(), ("backlog", "1")).Make();
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("a:1"), default);
        await using var first = await transport.ConnectAsync(listener.Endpoint, default);

        var failure = await Assert.ThrowsAsync<TransportException>(async () => await transport.ConnectAsync(listener.Endpoint, default));

        Assert.Contains("refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeListener_ConnectionsNotYetAccepted_AreClosed()
    {
        var listener = await ListenAsync();
        await using var waiting = await ConnectAsync(listener);

        await listener.DisposeAsync();

        await Assert.ThrowsAnyAsync<IOException>(async () => await waiting.Transport.Input.ReadAsync());
    }

    [Fact]
    public async Task ListenAsync_PortOfADisposedListener_GoesToTheNextOnly()
    {
        var first = await _transport.ListenAsync(TransportEndpoint.Parse("a:5"), default);
        await first.DisposeAsync();
        await using var second = await _transport.ListenAsync(TransportEndpoint.Parse("a:5"), default);

        // A second dispose of the first must not take the second's place away.
        await first.DisposeAsync();

        await using var connection = await _transport.ConnectAsync(TransportEndpoint.Parse("a:5"), default);
        await using var accepted = await AcceptAsync(second);
    }
}
