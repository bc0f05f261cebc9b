using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class NameServerConnectorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task InvokeAsync_SeveralServers_StaysWithOne()
    {
        await using var first = await Peers.StartAsync(Answer(1));
        await using var second = await Peers.StartAsync(Answer(2));
        var connector = new NameServerConnector(first.Client, NullLogger.Instance);
        connector.UpdateAddresses([first.Address, second.Address]);
        var codes = new HashSet<int>();

        for (var i = 0; i < 20; i++) codes.Add((await connector.InvokeAsync(RemotingCommand.CreateRequest(105), Limit)).Code);

        Assert.Single(codes);
        Assert.Equal(codes.Single() == 1 ? first.Address : second.Address, connector.Chosen);
    }

    [Fact]
    public async Task UpdateAddresses_ManyTimes_StartsAtDifferentServers()
    {
        await using var first = await Peers.StartAsync(Answer(1));
        await using var second = await Peers.StartAsync(Answer(2));
        var codes = new HashSet<int>();

        for (var i = 0; i < 64; i++)
        {
            var connector = new NameServerConnector(first.Client, NullLogger.Instance);
            connector.UpdateAddresses([first.Address, second.Address]);
            codes.Add((await connector.InvokeAsync(RemotingCommand.CreateRequest(105), Limit)).Code);
        }

        // Missing one of two has a chance of 2^-63.
        Assert.Equal([1, 2], codes.Order());
    }

    [Fact]
    public async Task InvokeAsync_ChosenServerGone_WalksOnAndStaysThere()
    {
        await using var alive = await Peers.StartAsync(Answer(1));
        string dead;
        using (var server = new RawServer()) dead = server.Address;
        var connector = new NameServerConnector(alive.Client, NullLogger.Instance);
        connector.UpdateAddresses([dead, alive.Address]);

        Assert.Equal(1, (await connector.InvokeAsync(RemotingCommand.CreateRequest(105), Limit)).Code);
        Assert.Equal(alive.Address, connector.Chosen);
        Assert.Equal(1, (await connector.InvokeAsync(RemotingCommand.CreateRequest(105), Limit)).Code);
    }

    [Fact]
    public async Task InvokeAsync_NoServerAnswersTheConnect_NamesThemAll()
    {
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, NullLoggerFactory.Instance, TimeProvider.System);
        var connector = new NameServerConnector(client, NullLogger.Instance);
        string first, second;
        using (var server = new RawServer()) first = server.Address;
        using (var server = new RawServer()) second = server.Address;
        connector.UpdateAddresses([first, second]);

        var failure = await Assert.ThrowsAsync<RemotingConnectException>(
            async () => await connector.InvokeAsync(RemotingCommand.CreateRequest(105), Limit));

        Assert.Contains(first, failure.Message, StringComparison.Ordinal);
        Assert.Contains(second, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_NoAddresses_SaysWhereToGiveThem()
    {
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, NullLoggerFactory.Instance, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<RemotingConnectException>(
            async () => await new NameServerConnector(client, NullLogger.Instance).InvokeAsync(RemotingCommand.CreateRequest(105), Limit));

        Assert.Contains("namesrvAddr", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_RequestFailsAtAServerThatWasReached_IsNotRepeatedElsewhere()
    {
        await using var other = await Peers.StartAsync(Answer(1));
        using var broken = new RawServer();
        var connector = new NameServerConnector(other.Client, NullLogger.Instance);
        connector.UpdateAddresses([broken.Address]);
        var call = connector.InvokeAsync(RemotingCommand.CreateRequest(105), Limit).AsTask();
        using (var peer = await broken.AcceptAsync()) await peer.ReadFrameAsync();

        await Assert.ThrowsAsync<RemotingSendException>(() => call);
    }

    [Fact]
    public async Task InvokeAllAsync_OneIsGone_ReportsEach()
    {
        await using var alive = await Peers.StartAsync(Answer(1));
        string dead;
        using (var server = new RawServer()) dead = server.Address;
        var connector = new NameServerConnector(alive.Client, NullLogger.Instance);
        connector.UpdateAddresses([dead, alive.Address]);

        var outcomes = await connector.InvokeAllAsync(_ => RemotingCommand.CreateRequest(103), Limit);

        Assert.Equal(2, outcomes.Count);
        Assert.Equal(1, outcomes.Single(o => o.Address == alive.Address).Response!.Code);
        Assert.IsType<RemotingConnectException>(outcomes.Single(o => o.Address == dead).Failure);
    }

    [Fact]
    public async Task UpdateAddresses_SameOrEmptyList_IsNotTaken()
    {
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, NullLoggerFactory.Instance, TimeProvider.System);
        var connector = new NameServerConnector(client, NullLogger.Instance);

        Assert.True(connector.UpdateAddresses(["a:1", "b:2"]));
        Assert.False(connector.UpdateAddresses([]));
        Assert.False(connector.UpdateAddresses(["b:2", "a:1"]));
        Assert.Equal(["a:1", "b:2"], connector.Addresses.Order(StringComparer.Ordinal));
        Assert.True(connector.UpdateAddresses(["b:2", "c:3"]));
        Assert.True(connector.UpdateAddresses(["b:2"]));
        Assert.Equal(["b:2"], connector.Addresses);
    }

    private static Action<PeersSetup> Answer(int code)
        => setup => setup.Processors.RegisterDefault(Processor.From(context => context.Response.Code = code), Processor.Inline);
}
