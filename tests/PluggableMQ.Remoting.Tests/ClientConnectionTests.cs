using System.Buffers;
using System.Buffers.Binary;
using NSubstitute;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class ClientConnectionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task InvokeAsync_NobodyListens_FailsToConnect()
    {
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), TimeProvider.System);
        string address;
        using (var server = new RawServer()) address = server.Address;

        var failure = await Assert.ThrowsAsync<RemotingConnectException>(
            async () => await client.InvokeAsync(address, RemotingCommand.CreateRequest(7), Limit));

        Assert.Equal(address, failure.Address);
        Assert.IsType<TransportException>(failure.InnerException);
        Assert.Contains("connect to " + address + " failed", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-port")]
    [InlineData("carrier-pigeon://127.0.0.1:1")]
    public async Task InvokeAsync_AddressThatNoTransportServes_SaysSo(string address)
    {
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<RemotingConnectException>(
            async () => await client.InvokeAsync(address, RemotingCommand.CreateRequest(7), Limit));

        Assert.Contains(address, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_ManyAtOnceWithoutConnection_ShareOne()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));

        await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit).AsTask()));

        Assert.Single(peers.Server.Connections);
    }

    [Fact]
    public async Task InvokeAsync_PeerDies_FailsAtOnceAndConnectsAgainOnDemand()
    {
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), TimeProvider.System);
        var call = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(7), System.Threading.Timeout.InfiniteTimeSpan).AsTask();
        var first = await server.AcceptAsync();
        await first.ReadAsync();

        first.Dispose();

        var failure = await Assert.ThrowsAsync<RemotingSendException>(() => call.WaitAsync(Limit));
        Assert.Contains(server.Address, failure.Message, StringComparison.Ordinal);
        var again = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        using var second = await server.AcceptAsync();
        var response = new RemotingCommand();
        response.PrepareResponse(await second.ReadAsync(), 5);
        await second.SendAsync(response);
        Assert.Equal(5, (await again).Code);
    }

    [Fact]
    public async Task InvokeAsync_ServerRestarted_ConnectsAgain()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
        var connection = Assert.Single(peers.Client.Connections);
        var processors = new ProcessorTable();
        processors.Register(7, Processor.From(static context => context.Response.Code = 9), Processor.Inline);
        await using var server = await peers.RestartServerAsync(processors);
        await connection.Completion.WaitAsync(Limit);

        Assert.Equal(9, (await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit)).Code);
    }

    [Fact]
    public async Task InvokeAsync_MalformedAnswer_ClosesTheConnectionAndFailsTheCall()
    {
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), TimeProvider.System);
        var call = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        using var peer = await server.AcceptAsync();
        await peer.ReadFrameAsync();

        await peer.SendAsync(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF });

        var failure = await Assert.ThrowsAsync<RemotingSendException>(() => call);
        Assert.Contains("Malformed frame", failure.Message, StringComparison.Ordinal);
        Assert.True(await peer.IsClosedWithoutAnswerAsync());
    }

    [Fact]
    public async Task CloseAsync_WithPendingCalls_FailsThem()
    {
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), TimeProvider.System);
        var call = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        using var peer = await server.AcceptAsync();
        await peer.ReadFrameAsync();

        await client.CloseAsync(server.Address);

        await Assert.ThrowsAsync<RemotingSendException>(() => call);
        Assert.True(await peer.IsClosedWithoutAnswerAsync());
    }

    [Fact]
    public async Task DisposeAsync_Twice_RefusesFurtherCalls()
    {
        var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), TimeProvider.System);
        await client.DisposeAsync();
        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await client.InvokeAsync("127.0.0.1:1", RemotingCommand.CreateRequest(7), Limit));
    }

    [Fact]
    public async Task IdleConnection_After120Seconds_IsClosedByTheClient()
    {
        var clock = new ManualClock();
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), clock);
        await client.InvokeOneWayAsync(server.Address, RemotingCommand.CreateRequest(7), Limit);
        using var peer = await server.AcceptAsync();
        await peer.ReadFrameAsync();
        var connection = Assert.Single(client.Connections);

        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Single(client.Connections);
        clock.Advance(TimeSpan.FromSeconds(12));

        await connection.Completion.WaitAsync(Limit);
        Assert.True(await peer.IsClosedWithoutAnswerAsync());
    }

    [Fact]
    public async Task InvokeAsync_ConnectTakesTooLong_FailsWithinItsOwnTimeout()
    {
        var clock = new ManualClock();
        var connecting = new TaskCompletionSource();
        var transport = Substitute.For<ITransport>();
        transport.Scheme.Returns("slow");
        transport.ConnectAsync(default!, default).ReturnsForAnyArgs(
            call => new ValueTask<ITransportConnection>(NeverAsync(call.Arg<CancellationToken>())));
        await using var client = new RemotingClient(
            new RemotingClientOptions { ConnectTimeout = TimeSpan.FromSeconds(3) }, new TransportTable([transport], "slow"),
                RpcHookPipeline.Empty, new LogCollector(), clock);
        var impatient = client.InvokeAsync("a:1", RemotingCommand.CreateRequest(7), TimeSpan.FromSeconds(1)).AsTask();
        var patient = client.InvokeAsync("a:1", RemotingCommand.CreateRequest(7), TimeSpan.FromSeconds(10)).AsTask();
        await connecting.Task.WaitAsync(Limit);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("no connection within 1000 ms", (await Assert.ThrowsAsync<RemotingConnectException>(
            () => impatient)).Message, StringComparison.Ordinal);
        Assert.False(patient.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("no connection within 3000 ms", (await Assert.ThrowsAsync<RemotingConnectException>(
            () => patient)).Message, StringComparison.Ordinal);
        await transport.ReceivedWithAnyArgs(1).ConnectAsync(default!, default);

        async Task<ITransportConnection> NeverAsync(CancellationToken cancellationToken)
        {
            connecting.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
