using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;
using TransportContext = PluggableMQ.Abstractions.Transport.TransportContext;

namespace PluggableMQ.Transport.InMemory.Tests;

public sealed class InMemoryTransportTests : TransportContract
{
    private static readonly TransportContext Context = new(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance);

    protected override ITransport Create(TransportContext context) => Make(new InMemoryTransportPlugin());

    private static ITransport Make(IPlugin plugin, params (string, string)[] options) => new PluginHarness(plugin, options).Create(PluginKinds.Transport, "inmemory", Context);

    [Fact]
    public async Task ConnectAsync_OtherHostOfTheSamePlugin_IsReached()
    {
        var plugin = new InMemoryTransportPlugin();
        var broker = Make(plugin);
        var client = Make(plugin);
        await using var listener = await broker.ListenAsync(TransportEndpoint.Parse("broker-a:10911"), default);

        await using var connection = await client.ConnectAsync(TransportEndpoint.Parse("inmemory://BROKER-A:10911"), default);
        await using var accepted = await AcceptAsync(listener);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 10911), connection.RemoteEndPoint);
    }

    [Fact]
    public async Task ConnectAsync_OtherPlugin_IsNotReached()
    {
        var other = Make(new InMemoryTransportPlugin());
        await using var listener = await Transport.ListenAsync(TransportEndpoint.Parse("broker-a:10911"), default);

        var failure = await Assert.ThrowsAsync<TransportException>(async () => await other.ConnectAsync(listener.Endpoint, default));

        Assert.Contains("share its plugin instance", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", "10.1.2.3")]
    [InlineData("*", "any.name")]
    [InlineData("localhost", "127.0.0.1")]
    public async Task ConnectAsync_ListenerOnAllHosts_IsReachedByAnyName(string listening, string connecting)
    {
        await using var listener = await Transport.ListenAsync(new TransportEndpoint(null, listening, 9876), default);

        await using var connection = await Transport.ConnectAsync(new TransportEndpoint(null, connecting, 9876), default);
        await using var accepted = await AcceptAsync(listener);

        Assert.Equal(9876, accepted.LocalEndPoint.Port);
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_ListsWhoDoes()
    {
        await using var listener = await Transport.ListenAsync(TransportEndpoint.Parse("broker-a:10911"), default);

        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await Transport.ConnectAsync(TransportEndpoint.Parse("broker-b:10911"), default));

        Assert.Contains("Listening: broker-a:10911.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_BacklogIsFull_IsRefused()
    {
        var transport = Make(new InMemoryTransportPlugin(), ("backlog", "1"));
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
        var first = await Transport.ListenAsync(TransportEndpoint.Parse("a:5"), default);
        await first.DisposeAsync();
        await using var second = await Transport.ListenAsync(TransportEndpoint.Parse("a:5"), default);

        // A second dispose of the first must not take the second's place away.
        await first.DisposeAsync();

        await using var connection = await Transport.ConnectAsync(TransportEndpoint.Parse("a:5"), default);
        await using var accepted = await AcceptAsync(second);
    }
}
