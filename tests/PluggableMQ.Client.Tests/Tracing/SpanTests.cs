using System.Diagnostics;
using PluggableMQ.Abstractions;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests.Tracing;

/// <summary>Listeners see all of the process, so nothing else may run beside these.</summary>
[CollectionDefinition(nameof(SpanTests), DisableParallelization = true)]
public sealed class SpanCollection;

/// <summary>The producer's and the consumer's spans, and the context in messages.</summary>
[Collection(nameof(SpanTests))]
public sealed class SpanTests
{
    private static readonly MessageQueue Queue = new("T", "broker-a", 1);
    private static readonly SendOptions Async = new() { Mode = SendMode.Asynchronous };

    [Fact]
    public async Task SendAsync_NobodyListens_NothingIsInjected()
    {
        await using var cluster = await StartAsync();
        var producer = await StartProducerAsync(cluster);
        using var caller = new Activity("caller").Start();

        await producer.SendAsync(Make());

        Assert.DoesNotContain("traceparent", Sent(cluster).Properties.Keys);
    }

    [Fact]
    public async Task SendAsync_GroupThatIsNotTraced_LeavesNoSpan()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        var producer = await cluster.StartProducerAsync(options => options.EnableMsgTrace = false);

        await producer.SendAsync(Make());

        Assert.DoesNotContain("traceparent", Sent(cluster).Properties.Keys);
        Assert.Empty(spans.Ended);
    }

    [Theory]
    [InlineData(SendMode.Synchronous)]
    [InlineData(SendMode.Asynchronous)]
    public async Task SendAsync_SomebodyListens_SpanIsTheCallersChildAndGoesAlong(SendMode mode)
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        var producer = await StartProducerAsync(cluster);
        using var caller = new Activity("caller") { TraceStateString = "vendor=1" }.Start();
        var message = Make();

        var result = await producer.SendAsync(message, new SendOptions { Mode = mode });

        var span = spans.Single("send T");
        Assert.Equal((ActivityKind.Producer, caller.SpanId, caller.TraceId), (span.Kind, span.ParentSpanId, span.TraceId));
        Assert.Equal((span.Id, "vendor=1"), (Sent(cluster).Properties["traceparent"], Sent(cluster).Properties["tracestate"]));
        Assert.DoesNotContain("traceparent", message.Properties.Keys);
        Assert.Same(caller, Activity.Current);
        Assert.Equal(("rocketmq", "T", "test_group", result.MessageId, "TagA", 4), (
            span.GetTagItem("messaging.system"), span.GetTagItem("messaging.destination.name"), span.GetTagItem("messaging.rocketmq.client_group"),
            span.GetTagItem("messaging.message.id"), span.GetTagItem("messaging.rocketmq.message.tag"), span.GetTagItem("messaging.message.body.size")));
        Assert.Equal(["k1", "k2"], Assert.IsType<string[]>(span.GetTagItem("messaging.rocketmq.message.keys")));
        Assert.Equal(("broker-a-0", "SendOk", ActivityStatusCode.Unset), (
            span.GetTagItem("messaging.destination.partition.id"), span.GetTagItem("messaging.rocketmq.send_result"), span.Status));
        Assert.EndsWith($"{span.GetTagItem("server.address")}:{span.GetTagItem("server.port")}", cluster.BrokerA.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_SameMessageTwice_EachHasItsOwnContext()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        var producer = await StartProducerAsync(cluster);
        var message = Make();

        await producer.SendAsync(message);
        await producer.SendAsync(message, Async);

        Assert.Equal(spans.Ended.Select(span => span.Id), cluster.BrokerA.Get(RequestCode.SendMessageV2).Select(request => request.Properties["traceparent"]));
        Assert.Equal(2, spans.Ended.Select(span => span.TraceId).Distinct().Count());
    }

    [Fact]
    public async Task SendAsync_MessageWithAContext_KeepsItAndIsLinked()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        var producer = await StartProducerAsync(cluster);
        var message = Make();
        message.PutUserProperty("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        await producer.SendAsync(message);

        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Sent(cluster).Properties["traceparent"]);
        Assert.Equal("b7ad6b7169203331", Assert.Single(spans.Single("send T").Links).Context.SpanId.ToHexString());
    }

    [Fact]
    public async Task SendAsync_NotSampled_CallersContextGoesAlong()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector(ActivitySamplingResult.None);
        var producer = await StartProducerAsync(cluster);

        await producer.SendAsync(Make());
        using var caller = new Activity("caller").Start();
        await producer.SendAsync(Make());

        var sent = cluster.BrokerA.Get(RequestCode.SendMessageV2);
        Assert.DoesNotContain("traceparent", sent[0].Properties.Keys);
        Assert.Equal(caller.Id, sent[1].Properties["traceparent"]);
        Assert.Empty(spans.Ended);
    }

    [Fact]
    public async Task SendAsync_PropertiesWithoutRoom_GoOutAsTheyAre()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        var producer = await StartProducerAsync(cluster);
        var message = Make();
        message.PutUserProperty("large", new string('x', 32_600));

        await producer.SendAsync(message);

        Assert.DoesNotContain("traceparent", Sent(cluster).Properties.Keys);
        Assert.Single(spans.Ended);
    }

    [Fact]
    public async Task SendAsync_Retries_AreEventsOfOneSpan()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        cluster.BrokerA.HangUp(RequestCode.SendMessageV2);
        var producer = await StartProducerAsync(cluster);

        await producer.SendAsync(Make());
        await producer.SendAsync(Make(), Async);

        Assert.Equal(2, spans.Ended.Count);
        Assert.All(spans.Ended, span => Assert.Equal("broker-a", Assert.Single(span.Events).Tags.First(tag => tag.Key == "messaging.rocketmq.broker.name").Value));
        Assert.All(spans.Ended, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public async Task SendAsync_Refused_SpanSaysWhy()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        cluster.BrokerA.On(RequestCode.SendMessageV2, ResponseCode.MessageIllegal, "too long");
        var producer = await StartProducerAsync(cluster);

        await Assert.ThrowsAsync<MqServerException>(async () => await producer.SendAsync(Make()));
        await Assert.ThrowsAsync<MqIllegalArgumentException>(async () => await producer.SendAsync(new Message("T", default)));

        Assert.Equal(["13", "13"], spans.Ended.Select(span => span.GetTagItem("error.type")));
        Assert.All(spans.Ended, span => Assert.Equal(ActivityStatusCode.Error, span.Status));
    }

    [Fact]
    public async Task SendBatchAsync_EveryMessage_CarriesTheSpan()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        var producer = await StartProducerAsync(cluster);
        Message[] messages = [Make(), Make()];

        await producer.SendBatchAsync(messages);

        var span = spans.Single("send T");
        var parents = new List<string?>();
        var reader = new BatchReader(cluster.BrokerA.Get(RequestCode.SendBatchMessage)[0].Body);
        while (reader.TryReadNext(out var entry)) parents.Add(PropertiesCodec.GetString(entry.Properties, "traceparent"u8));
        Assert.Equal([span.Id, span.Id], parents);
        Assert.Equal(2, span.GetTagItem("messaging.batch.message_count"));
        Assert.All(messages, message => Assert.DoesNotContain("traceparent", message.Properties.Keys));
    }

    [Fact]
    public async Task SendOneWayAsync_SomebodyListens_LeavesASpan()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        var producer = await StartProducerAsync(cluster);

        await producer.SendOneWayAsync(Make());

        var request = await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);
        Assert.Equal(spans.Single("send T").Id, request.Properties["traceparent"]);
    }

    [Fact]
    public async Task SendAsync_Selector_LeavesASpan()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        var producer = await StartProducerAsync(cluster);

        await producer.SendAsync(Make(), (queues, _) => queues[^1]);

        Assert.Equal("broker-b-1", spans.Single("send T").GetTagItem("messaging.destination.partition.id"));
    }

    [Fact]
    public async Task PullAsync_Found_LinksToTheProducers()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        cluster.BrokerA.On(RequestCode.PullMessage, (_, response) => AnswerPull(
            response, ResponseCode.Success, [.. Records.Make("1", 5, "traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), .. Records.Make("2", 6)]));
        await using var consumer = cluster.CreateConsumer();
        await consumer.StartAsync();

        await consumer.PullAsync(Queue, "*", 5, 32);

        var span = spans.Single("receive T");
        Assert.Equal((ActivityKind.Client, "b7ad6b7169203331"), (span.Kind, Assert.Single(span.Links).Context.SpanId.ToHexString()));
        Assert.Equal(("test_group", 2, "broker-a-1"), (
            span.GetTagItem("messaging.consumer.group.name"), span.GetTagItem("messaging.batch.message_count"), span.GetTagItem("messaging.destination.partition.id")));
    }

    [Fact]
    public async Task PullAsync_NothingOrAFailure_OnlyTheFailureLeavesASpan()
    {
        await using var cluster = await StartAsync();
        using var spans = new SpanCollector();
        cluster.BrokerA.On(RequestCode.PullMessage, (_, response) => AnswerPull(response, ResponseCode.PullNotFound, []));
        await using var consumer = cluster.CreateConsumer();
        await consumer.StartAsync();

        await consumer.PullAsync(Queue, "*", 7, 32);
        Assert.Empty(spans.Ended);
        cluster.BrokerA.On(RequestCode.PullMessage, ResponseCode.NoPermission, "no");
        await Assert.ThrowsAsync<MqServerException>(async () => await consumer.PullAsync(Queue, "*", 7, 32));

        Assert.Equal("16", spans.Single("receive T").GetTagItem("error.type"));
    }

    [Fact]
    public void StartProcess_Message_IsTheChildOfItsProducer()
    {
        using var spans = new SpanCollector();
        var message = new MessageExt { Topic = "T", BrokerName = "broker-a", QueueId = 3, Body = "body"u8.ToArray() };
        message.Properties["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        message.Properties["tracestate"] = "vendor=1";
        using var around = new Activity("around").Start();

        using (var process = MessageTracing.StartProcess(message, "group"))
        {
            Assert.NotNull(process);
            Assert.Same(process, Activity.Current);
        }

        var span = spans.Single("process T");
        Assert.Equal((ActivityKind.Consumer, "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "vendor=1"),
            (span.Kind, span.TraceId.ToHexString(), span.ParentSpanId.ToHexString(), span.TraceStateString));
        Assert.Equal(around.SpanId, Assert.Single(span.Links).Context.SpanId);
        Assert.Equal(("group", "broker-a-3"), (span.GetTagItem("messaging.consumer.group.name"), span.GetTagItem("messaging.destination.partition.id")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public void StartProcess_NoContextOrABrokenOne_BeginsATrace(string? parent)
    {
        using var spans = new SpanCollector();
        var message = new MessageExt { Topic = "T" };
        if (parent is not null) message.Properties["traceparent"] = parent;

        MessageTracing.StartProcess(message)!.Dispose();

        Assert.Equal(default, spans.Single("process T").ParentSpanId);
        Assert.False(MessageTracing.TryGetContext(message, out _));
    }

    [Fact]
    public void StartProcess_NobodyListens_IsNull() => Assert.Null(MessageTracing.StartProcess(new MessageExt { Topic = "T" }));

    private static void AnswerPull(RemotingCommand response, int code, byte[] records)
    {
        response.SetResult(code, null);
        response.Fields.Add("suggestWhichBrokerId"u8, 0);
        response.Fields.Add("nextBeginOffset"u8, 7);
        response.Fields.Add("minOffset"u8, 0);
        response.Fields.Add("maxOffset"u8, 7);
        response.SetBody(records);
    }

    private static Message Make() => new("T", "body"u8.ToArray(), "TagA", "k1 k2");

    private static RecordedRequest Sent(Cluster cluster) => Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));

    private static async Task<Cluster> StartAsync()
    {
        var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        return cluster;
    }

    private static Task<Producer> StartProducerAsync(Cluster cluster) => cluster.StartProducerAsync(options => options.EnableMsgTrace = true);
}
