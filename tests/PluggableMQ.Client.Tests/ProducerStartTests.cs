using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests;

public sealed class ProducerStartTests
{
    [Fact]
    public async Task StartAsync_Twice_IsRefusedAndGoesOnRunning()
    {
        await using var cluster = await Cluster.StartAsync();
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqServiceStateException>(() => producer.StartAsync().AsTask());

        Assert.StartsWith("The producer service state not OK, maybe started once, RUNNING", error.Message, StringComparison.Ordinal);
        Assert.Equal(ServiceState.Running, producer.State);
    }

    [Fact]
    public async Task StartAsync_AfterShutdown_IsRefused()
    {
        await using var cluster = await Cluster.StartAsync();
        var producer = await cluster.StartProducerAsync();
        await producer.ShutdownAsync();
        await producer.ShutdownAsync();

        var error = await Assert.ThrowsAsync<MqServiceStateException>(() => producer.StartAsync().AsTask());

        Assert.StartsWith("The producer service state not OK, maybe started once, SHUTDOWN_ALREADY", error.Message, StringComparison.Ordinal);
        Assert.Equal(ServiceState.ShutdownAlready, producer.State);
    }

    [Fact]
    public async Task StartAsync_Failed_StaysFailed()
    {
        await using var cluster = await Cluster.StartAsync();
        var producer = cluster.CreateProducer(options => options.ProducerGroup = "DEFAULT_PRODUCER");

        await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.StartAsync().AsTask());

        Assert.Equal(ServiceState.StartFailed, producer.State);
        var error = await Assert.ThrowsAsync<MqServiceStateException>(() => producer.StartAsync().AsTask());
        Assert.StartsWith("The producer service state not OK, maybe started once, START_FAILED", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_GroupInUseInTheSameClient_IsRefusedAndMayBeTriedAgain()
    {
        await using var cluster = await Cluster.StartAsync();
        var first = await cluster.StartProducerAsync();
        var second = cluster.CreateProducer();

        var error = await Assert.ThrowsAsync<MqServiceStateException>(() => second.StartAsync().AsTask());

        Assert.Equal(
            "The producer group[test_group] has been created before, specify another name please.\nSee http://rocketmq.apache.org/docs/faq/ for further details.",
            error.Message);
        Assert.Equal(ServiceState.CreateJust, second.State);
        Assert.Equal(ServiceState.Running, first.State);
        await first.ShutdownAsync();
        await second.StartAsync();
        Assert.Equal(ServiceState.Running, second.State);
    }

    [Fact]
    public async Task StartAsync_SameGroupInAnotherClient_IsAllowed()
    {
        await using var cluster = await Cluster.StartAsync();
        var first = await cluster.StartProducerAsync();
        var second = await cluster.StartProducerAsync(configureClient: client => client.InstanceName = "other");
        Assert.Equal("192.0.2.2@test", first.ClientId);
        Assert.Equal("192.0.2.2@other", second.ClientId);
    }

    [Fact]
    public async Task SendAsync_NotRunning_SaysTheState()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = cluster.CreateProducer();
        var message = new Message("T", "x"u8.ToArray());

        var before = await Assert.ThrowsAsync<MqServiceStateException>(() => producer.SendAsync(message).AsTask());
        await producer.StartAsync();
        await producer.SendAsync(message);
        await producer.ShutdownAsync();
        var after = await Assert.ThrowsAsync<MqServiceStateException>(() => producer.SendOneWayAsync(message).AsTask());

        Assert.StartsWith("The producer service state not OK, CREATE_JUST\nSee ", before.Message, StringComparison.Ordinal);
        Assert.StartsWith("The producer service state not OK, SHUTDOWN_ALREADY\nSee ", after.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_CancelledWhileLookingUp_LeavesNothingBehind()
    {
        await using var cluster = await Cluster.StartAsync();
        var lookup = new TaskCompletionSource<IReadOnlyList<string>>();
        cluster.Lookup = () => lookup.Task;
        var producer = cluster.CreateProducer();
        using var cancellation = new CancellationTokenSource();
        var start = producer.StartAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        lookup.SetResult([]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);

        Assert.Equal(ServiceState.StartFailed, producer.State);
        cluster.Lookup = null;
        await cluster.StartProducerAsync();
    }

    [Fact]
    public async Task ShutdownAsync_SharedClient_UnregistersItsGroupAndTheLastOneCloses()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var first = await cluster.StartProducerAsync();
        var second = await cluster.StartProducerAsync(options => options.ProducerGroup = "second_group");
        await first.SendAsync(new Message("T", "x"u8.ToArray()));

        await first.ShutdownAsync();
        await second.SendAsync(new Message("T", "y"u8.ToArray()));
        await second.ShutdownAsync();

        Assert.Equal(2, cluster.BrokerA.Get(RequestCode.SendMessageV2).Count);
        Assert.Single(cluster.BrokerA.Received.Select(request => request.Connection).Distinct());
        string[] expected = ["test_group", "second_group", "CLIENT_INNER_PRODUCER"];
        Assert.Equal(expected, cluster.BrokerA.Get(RequestCode.UnregisterClient).Select(request => request["producerGroup"]));
        Assert.Equal(expected, cluster.BrokerB.Get(RequestCode.UnregisterClient).Select(request => request["producerGroup"]));
        Assert.All(cluster.BrokerA.Get(RequestCode.UnregisterClient), request => Assert.Equal("192.0.2.2@test", request["clientID"]));
        await cluster.Log.WaitForAsync("ClientStopped");
        Assert.Equal(0, cluster.Clock.ActiveTimers);
    }
}
