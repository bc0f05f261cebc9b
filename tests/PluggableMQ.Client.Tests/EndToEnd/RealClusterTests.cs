using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Tests.EndToEnd;

/// <summary>This client with the real NameServer and broker.</summary>
public sealed class RealClusterTests
{
    private static readonly SendOptions Async = new() { Mode = SendMode.Asynchronous };

    [Theory]
    [InlineData("tcp", SerializeType.Json)]
    [InlineData("tcp", SerializeType.RocketMq)]
    [InlineData("inmemory", SerializeType.Json)]
    public async Task Send_EveryWay_ComesBackInOrderAndOnce(string transport, SerializeType serialization)
    {
        await using var cluster = await RealCluster.StartAsync(transport);
        var client = cluster.Options;
        client.SerializeType = serialization;
        await using var producer = cluster.Factory.CreateProducer(new ProducerOptions { ProducerGroup = "e2e_producer" }, client);
        await producer.StartAsync();
        var queue = (await producer.FetchPublishQueuesAsync("E2E"))[0];
        var large = new string('ü', 5_000);

        var first = await producer.SendAsync(Make("sync", "TagA", "k1"), queue);
        await producer.SendAsync(Make("async", "TagB"), queue, Async);
        await producer.SendBatchAsync([Make("batch 1"), Make("batch 2"), Make("batch 3")], queue);
        await producer.SendAsync(Make(large), queue);
        await producer.SendOneWayAsync(Make("one-way"), queue);
        var last = await producer.SendAsync(Make("last"), queue);

        Assert.Equal(SendStatus.SendOk, first.Status);
        Assert.Equal(0, first.QueueOffset);
        Assert.Equal(7, last.QueueOffset);
        await using var consumer = await cluster.StartConsumerAsync();
        var messages = await ReadAllAsync(consumer, queue, "*");
        Assert.Equal(["sync", "async", "batch 1", "batch 2", "batch 3", large, "one-way", "last"], messages.Select(Text));
        Assert.Equal(first.MessageId, messages[0].MessageId);
        Assert.Equal(first.OffsetMessageId, messages[0].OffsetMessageId);
        Assert.Equal("TagA", messages[0].Tags);
        Assert.Equal("Straße 地区", messages[0].GetProperty("Ort"));
        Assert.Equal(["sync", "async"], (await ReadAllAsync(consumer, queue, "TagA || TagB")).Select(Text));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("inmemory")]
    public async Task Send_ManyAtOnce_AllArriveOnce(string transport)
    {
        await using var cluster = await RealCluster.StartAsync(transport);
        await using var producer = await cluster.StartProducerAsync();

        var sends = Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++) await producer.SendAsync(Make($"{caller}-{i}"), caller % 2 == 0 ? default : Async);
        }));
        await Task.WhenAll(sends);

        await using var consumer = await cluster.StartConsumerAsync();
        List<string> received = [];
        foreach (var queue in await FetchQueuesAsync(consumer))
        {
            var messages = await ReadAllAsync(consumer, queue, "*");
            received.AddRange(messages.Select(Text));
            // Round robin: a quarter each.
            Assert.InRange(messages.Count, 700, 900);
        }

        Assert.Equal(Enumerable.Range(0, 64).SelectMany(caller => Enumerable.Range(0, 50).Select(i => $"{caller}-{i}")).Order(), received.Order());
        Assert.Equal(0, producer.SelectionFallbacks);
    }

    [Fact]
    public async Task Offsets_OfAQueue_AreTheBrokers()
    {
        await using var cluster = await RealCluster.StartAsync("tcp");
        await using var producer = await cluster.StartProducerAsync();
        await using var consumer = await cluster.StartConsumerAsync();
        var queue = (await producer.FetchPublishQueuesAsync("E2E"))[1];
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        for (var i = 0; i < 5; i++) await producer.SendAsync(Make($"{i}"), queue);
        await FetchQueuesAsync(consumer);

        Assert.Equal(0, await consumer.GetMinOffsetAsync(queue));
        Assert.Equal(5, await consumer.GetMaxOffsetAsync(queue));
        Assert.Equal(0, await consumer.SearchOffsetAsync(queue, before));
        Assert.True(await consumer.GetEarliestStoreTimeAsync(queue) >= before);
        Assert.Equal(PullStatus.OffsetIllegal, (await consumer.PullAsync(queue, "*", 99, 1)).Status);
        Assert.Equal(PullStatus.NoNewMessage, (await consumer.PullAsync(queue, "*", 5, 1)).Status);
        await consumer.UpdateCommittedOffsetAsync(queue, 3);
        Assert.Equal(3, await consumer.FetchCommittedOffsetAsync(queue));
        await consumer.UpdateCommittedOffsetAsync(queue, 4, oneWay: true);
        Assert.Equal(4, await consumer.FetchCommittedOffsetAsync(queue));
    }

    [Fact]
    public async Task PullAsync_Suspended_GetsTheMessageThatComesMeanwhile()
    {
        await using var cluster = await RealCluster.StartAsync("tcp");
        await using var producer = await cluster.StartProducerAsync();
        await using var consumer = await cluster.StartConsumerAsync();
        var queue = (await producer.FetchPublishQueuesAsync("E2E"))[0];
        await producer.SendAsync(Make("first"), queue);
        await FetchQueuesAsync(consumer);

        var pull = consumer.PullAsync(queue, "*", 1, 32, suspend: true).AsTask();
        // Behind the pull on the same connection: when this is answered, the pull is held.
        await consumer.GetMaxOffsetAsync(queue);
        Assert.False(pull.IsCompleted);
        await producer.SendAsync(Make("second"), queue);

        Assert.Equal("second", Text(Assert.Single((await pull).Messages)));
    }

    [Fact]
    public async Task Admin_TopicsAndMessages_AreFound()
    {
        await using var cluster = await RealCluster.StartAsync("tcp");
        await using var admin = cluster.Factory.CreateAdminClient(cluster.Options);
        await admin.StartAsync();
        var info = await admin.GetClusterInfoAsync();
        var name = Assert.Single(info.ClusterAddrTable).Key;
        await admin.CreateTopicInClusterAsync(name, new TopicConfig { TopicName = "E2E", ReadQueueNums = 3, WriteQueueNums = 3 });
        Assert.Contains("E2E", await admin.GetTopicsAsync());
        Assert.Equal(3, Assert.Single((await admin.GetRouteAsync("E2E")).QueueDatas).WriteQueueNums);

        await using var producer = await cluster.StartProducerAsync();
        var sent = await producer.SendAsync(Make("wanted", keys: "order-1 order-2"));
        await producer.SendAsync(Make("other", keys: "order-3"));

        Assert.Equal("wanted", Text(Assert.Single(await admin.QueryMessagesAsync("E2E", "order-2"))));
        Assert.Equal("wanted", Text(await admin.QueryMessageByUniqueIdAsync("E2E", sent.MessageId)));
        await Assert.ThrowsAsync<MqNotFoundException>(() => admin.QueryMessagesAsync("E2E", "order-4").AsTask());
        var stats = await admin.GetTopicStatsAsync("E2E");
        Assert.Equal(2, stats.OffsetTable.Values.Sum(offsets => offsets.MaxOffset - offsets.MinOffset));

        await admin.DeleteTopicAsync("E2E", name);
        Assert.DoesNotContain("E2E", await admin.GetTopicsAsync());
    }

    [Fact]
    public async Task Send_BrokerMovesToAnotherPort_FollowsTheRoute()
    {
        await using var cluster = await RealCluster.StartAsync("tcp");
        await using var producer = await cluster.StartProducerAsync();
        await producer.SendAsync(Make("before"));

        await cluster.StartBrokerAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        SendResult? result = null;
        while (result is null)
        {
            try
            {
                result = await producer.SendAsync(Make("after"), patience.Token);
            }
            catch (MqClientException)
            {
                // Until the route has been asked for again, the old address is dialled.
                await Task.Yield();
            }
        }

        Assert.Equal(SendStatus.SendOk, result.Status);
    }

    [Fact]
    public async Task Send_Traced_LeavesAMessageInTheTraceTopic()
    {
        await using var cluster = await RealCluster.StartAsync("tcp", tracing: "topic");
        var producer = await cluster.StartProducerAsync();
        var sent = await producer.SendAsync(Make("traced", "TagA", "k1"));
        await producer.ShutdownAsync();

        await using var admin = cluster.Factory.CreateAdminClient(cluster.Options);
        await admin.StartAsync();
        var trace = Text(Assert.Single(await admin.QueryMessagesAsync("RMQ_SYS_TRACE_TOPIC", sent.MessageId)));
        var fields = trace.Split('\u0001');
        Assert.Equal("Pub", fields[0]);
        Assert.Equal("e2e_producer", fields[3]);
        Assert.Equal("E2E", fields[4]);
        Assert.Equal(sent.MessageId, fields[5]);
        Assert.Equal("k1", fields[7]);
    }

    private static Message Make(string body, string? tags = null, string? keys = null)
    {
        var message = new Message("E2E", Encoding.UTF8.GetBytes(body), tags, keys);
        message.PutUserProperty("Ort", "Straße 地区");
        return message;
    }

    private static string Text(Message message) => Encoding.UTF8.GetString(message.Body.Span);

    // A topic that the first send creates is at the NameServer a moment later than at the broker.
    private static async Task<IReadOnlyList<MessageQueue>> FetchQueuesAsync(PullConsumer consumer)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                return await consumer.FetchSubscribeQueuesAsync("E2E", patience.Token);
            }
            catch (MqRouteException e) when (e.InnerException is MqServerException { ResponseCode: ResponseCode.TopicNotExist })
            {
                await Task.Yield();
            }
        }
    }

    private static async Task<List<MessageExt>> ReadAllAsync(PullConsumer consumer, MessageQueue queue, string expression)
    {
        List<MessageExt> messages = [];
        await FetchQueuesAsync(consumer);
        var end = await consumer.GetMaxOffsetAsync(queue);
        for (var offset = await consumer.GetMinOffsetAsync(queue); offset < end;)
        {
            var result = await consumer.PullAsync(queue, expression, offset, 32);
            messages.AddRange(result.Messages);
            offset = result.NextBeginOffset;
        }

        return messages;
    }
}
