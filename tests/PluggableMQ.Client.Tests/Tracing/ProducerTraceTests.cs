using System.Collections.Concurrent;
using System.Text;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests.Tracing;

public sealed class ProducerTraceTests
{
    [Fact]
    public async Task SendAsync_Stored_LeavesARecordAsJavaMakesIt()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var dispatcher = new Collector();
        cluster.Tracing = dispatcher;
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync();
        var message = new Message("T", "hello"u8.ToArray(), "TagA", "k1 k2");
        var started = cluster.Clock.GetUtcNow();
        var send = producer.SendAsync(message).AsTask();
        var request = await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(20));
        await request.ReplyAsync((asked, response) => FakeBroker.Store(asked, response, 10, 3));
        var result = await send;
        await producer.ShutdownAsync();

        var record = Assert.Single(dispatcher.Records);
        Assert.Equal(TraceType.Pub, record.Type);
        Assert.Equal(started.ToUnixTimeMilliseconds(), record.Timestamp);
        Assert.Equal(20, record.CostMilliseconds);
        Assert.Equal("DefaultRegion", record.RegionId);
        Assert.Equal("test_group", record.Group);
        Assert.False(record.Success);
        var traced = Assert.Single(record.Messages);
        Assert.Equal("T", traced.Topic);
        Assert.Equal(result.MessageId, traced.MessageId);
        Assert.Equal(FakeBroker.OffsetId, traced.OffsetMessageId);
        Assert.Equal("TagA", traced.Tags);
        Assert.Equal("k1 k2", traced.Keys);
        Assert.Equal(cluster.BrokerA.Address, traced.StoreHost);
        Assert.Equal(5, traced.BodyLength);
        Assert.Equal(TraceMessageType.Normal, traced.MessageType);
    }

    [Theory]
    [InlineData("DELAY", "2", TraceMessageType.Delay)]
    [InlineData("TRAN_MSG", "true", TraceMessageType.TransactionHalf)]
    public async Task SendAsync_KindOfMessage_IsInTheRecord(string property, string value, TraceMessageType expected)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var dispatcher = new Collector();
        cluster.Tracing = dispatcher;
        var producer = await cluster.StartProducerAsync();
        var message = new Message("T", "x"u8.ToArray());
        message.Properties[property] = value;
        await producer.SendAsync(message, new SendOptions { Mode = SendMode.Asynchronous });
        await producer.ShutdownAsync();
        var record = Assert.Single(dispatcher.Records);
        Assert.True(record.Success);
        Assert.Equal(expected, Assert.Single(record.Messages).MessageType);
    }

    [Fact]
    public async Task Send_OneWayOrFailedOrUnwanted_LeavesNoRecord()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var dispatcher = new Collector();
        cluster.Tracing = dispatcher;
        var producer = await cluster.StartProducerAsync();
        await producer.SendOneWayAsync(new Message("T", "x"u8.ToArray()));
        await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);
        cluster.BrokerA.On(RequestCode.SendMessageV2, ResponseCode.SystemBusy);
        await Assert.ThrowsAsync<MqServerException>(() => producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask());
        cluster.BrokerA.On(RequestCode.SendMessageV2, (request, response) =>
        {
            FakeBroker.Store(request, response, 0, 1);
            response.Fields.Set("TRACE_ON", "false");
        });
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        await producer.ShutdownAsync();
        Assert.Empty(dispatcher.Records);
    }

    [Fact]
    public async Task SendAsync_DispatcherThrows_DoesNotNotice()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.Tracing = new Collector { Failure = new InvalidOperationException("broken") };
        var producer = await cluster.StartProducerAsync();
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        await producer.ShutdownAsync();
        Assert.Single(cluster.Log.Get("TraceDispatchFailed"));
    }

    [Fact]
    public async Task Publisher_Message_IsSentByAnUntracedProducerOfItsOwnClient()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.AddTopic("RMQ_SYS_TRACE_TOPIC");
        cluster.Tracing = new Publishing();
        var producer = await cluster.StartProducerAsync(configureClient: client =>
        {
            client.NamesrvAddr = "127.0.0.1:9876";
            client.VipChannelEnabled = false;
        });
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        await producer.ShutdownAsync();

        var traced = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2), request => request["b"] == "RMQ_SYS_TRACE_TOPIC");
        Assert.Equal("_INNER_TRACE_PRODUCER-test_group-PRODUCE-0", traced["a"]);
        Assert.Equal("id", traced.Properties["KEYS"]);
        Assert.Equal("trace", Encoding.UTF8.GetString(traced.Body));
        Assert.Contains(cluster.BrokerA.Get(RequestCode.UnregisterClient), request
            => request["producerGroup"] == "_INNER_TRACE_PRODUCER-test_group-PRODUCE-0"
            && request["clientID"] == "192.0.2.2@PID_CLIENT_INNER_TRACE_PRODUCER_127.0.0.1:9876");
        Assert.Equal(2, cluster.BrokerA.Get(RequestCode.SendMessageV2).Count);
    }

    [Fact]
    public async Task Publisher_StartGivenUp_StartsAgainWithTheNextMessage()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("Traces");
        await using var publisher = new TracePublisher(cluster.Factory, new MqClientOptions { ClientIP = "192.0.2.2" }, "G", 0);
        var never = new TaskCompletionSource<IReadOnlyList<string>>();
        cluster.Lookup = () => never.Task;
        using var giveUp = new CancellationTokenSource();
        var first = publisher.PublishAsync("Traces", "id", "1"u8.ToArray(), giveUp.Token).AsTask();
        Assert.True(await cluster.LookedUp.WaitAsync(TimeSpan.FromSeconds(60)));
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        cluster.Lookup = null;
        await publisher.PublishAsync("Traces", "id", "2"u8.ToArray(), CancellationToken.None);

        Assert.Equal("2", Encoding.UTF8.GetString(Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2)).Body));
    }

    [Fact]
    public async Task Publisher_NotUsed_StartsNothing()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Tracing = new Collector();
        var producer = await cluster.StartProducerAsync();
        await producer.ShutdownAsync();
        Assert.Single(cluster.Log.Get("ClientStarted"));
    }

    private sealed class Collector : ITraceDispatcher
    {
        public Exception? Failure { get; init; }

        public ConcurrentQueue<TraceRecord> Records { get; } = new();

        public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
        {
            foreach (var record in batch.Span) Records.Enqueue(record);
            return Failure is null ? default : throw Failure;
        }
    }

    private sealed class Publishing : ITraceDispatcher, INeedsPublisher
    {
        public ITracePublisher? Publisher { get; set; }

        public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
            => Publisher!.PublishAsync("RMQ_SYS_TRACE_TOPIC", "id", "trace"u8.ToArray(), cancellationToken);
    }
}
