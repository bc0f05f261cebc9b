using PluggableMQ.Abstractions;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests;

public sealed class ProducerRouteTests
{
    private static readonly string[] OwnThenTemplate = ["T", "TBW102"];

    [Fact]
    public async Task SendAsync_TopicMissing_TakesTheTemplatesRouteCutToFourQueues()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Routes["TBW102"] = Routes.Of(8, ("broker-a", cluster.BrokerA.Address));
        var producer = await cluster.StartProducerAsync();

        await producer.SendAsync(new Message("T", "x"u8.ToArray()));

        Assert.Equal(OwnThenTemplate, cluster.NameServer.Received.Select(request => request["topic"]));
        var queues = await producer.FetchPublishQueuesAsync("T");
        Assert.Equal(Enumerable.Range(0, 4).Select(id => new MessageQueue("T", "broker-a", id)), queues);
        Assert.Equal(2, cluster.NameServer.Received.Count);
    }

    [Fact]
    public async Task SendAsync_TemplateWithFewerQueues_GivesThose()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Routes["MyTemplate"] = Routes.Of(2, ("broker-a", cluster.BrokerA.Address));
        var producer = await cluster.StartProducerAsync(options =>
        {
            options.CreateTopicKey = "MyTemplate";
            options.DefaultTopicQueueNums = 6;
        });
        Assert.Equal(2, (await producer.FetchPublishQueuesAsync("T")).Count);
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        Assert.Equal("MyTemplate", request["c"]);
        Assert.Equal("6", request["d"]);
    }

    [Fact]
    public async Task SendAsync_NeitherTopicNorTemplate_Is10005InJavasWords()
    {
        await using var cluster = await Cluster.StartAsync();
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqRouteException>(() => producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask());

        Assert.Equal("No route info of this topic: T\nSee http://rocketmq.apache.org/docs/faq/ for further details.", error.Message);
        Assert.Equal(10005, error.ResponseCode);
        Assert.Equal(OwnThenTemplate, cluster.NameServer.Received.Select(request => request["topic"]));
    }

    [Fact]
    public async Task SendAsync_TopicWithoutWritableQueues_DoesNotTakeTheTemplates()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("TBW102");
        cluster.AddTopic("T");
        cluster.Routes["T"].QueueDatas.ForEach(queues => queues.Perm = 4);
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqRouteException>(() => producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask());

        Assert.Equal(10005, error.ResponseCode);
        Assert.Equal("T", Assert.Single(cluster.NameServer.Received)["topic"]);
    }

    [Fact]
    public async Task SendAsync_NoNameServerKnown_Is10004()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.NameServerAddresses = [];
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqRouteException>(() => producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask());

        Assert.StartsWith("No name server address, please set it.", error.Message, StringComparison.Ordinal);
        Assert.Equal(10004, error.ResponseCode);
    }

    [Fact]
    public async Task SendAsync_NameServerDown_SaysSoAndWorksWhenItIsBack()
    {
        await using var cluster = await Cluster.StartAsync();
        var address = cluster.NameServer.Address;
        await cluster.NameServer.DisposeAsync();
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqRouteException>(() => producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask());

        Assert.Equal(10005, error.ResponseCode);
        Assert.StartsWith("No route info of this topic: T (No NameServer can be reached", error.Message, StringComparison.Ordinal);

        cluster.AddTopic("T");
        (await cluster.AddServerAsync(address)).ServeRoutes(cluster.Routes);
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
    }

    [Fact]
    public async Task SendAsync_NameServerDoesNotAnswer_EndsWithTheBudget()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.NameServer.Ignore(RequestCode.GetRouteInfoByTopic);
        var producer = await cluster.StartProducerAsync(options => options.SendMsgTimeout = 500);
        var send = producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask();
        await cluster.NameServer.WaitForAsync(RequestCode.GetRouteInfoByTopic);

        cluster.Clock.Advance(TimeSpan.FromMilliseconds(500));

        var error = await Assert.ThrowsAsync<MqTimeoutException>(() => send);
        Assert.Equal("sendDefaultImpl call timeout", error.Message);
    }

    [Fact]
    public async Task SendAsync_ManyAtOnceToANewTopic_ShareOneQuestion()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var goOn = new SemaphoreSlim(0);
        RecordedRequest? held = null;
        cluster.NameServer.On(RequestCode.GetRouteInfoByTopic, (request, _) =>
        {
            held = request;
            goOn.Release();
            return false;
        });
        var producer = await cluster.StartProducerAsync();
        var sends = Enumerable.Range(0, 20).Select(_ => producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask()).ToList();
        Assert.True(await goOn.WaitAsync(TimeSpan.FromSeconds(60)));

        await held!.ReplyAsync((_, response) => response.SetBody(cluster.Routes["T"].Encode()));

        await Task.WhenAll(sends);
        Assert.Single(cluster.NameServer.Received);
        goOn.Dispose();
    }

    [Fact]
    public async Task SendAsync_TopicDeletedMeanwhile_KeepsTheOldRoute()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));

        cluster.Routes.Clear();
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(10));
        await cluster.Log.WaitForAsync("RoutesPolled");

        Assert.Single(cluster.Log.Get("RouteGone"));
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
    }

    [Fact]
    public async Task SendAsync_RouteInJavasOldForm_IsRead()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.NameServer.On(RequestCode.GetRouteInfoByTopic, (_, response) => response.SetBody(cluster.Routes["T"].Encode(standardJson: false)));
        var producer = await cluster.StartProducerAsync();
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_RouteCannotBeRead_SaysWhy()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.NameServer.On(RequestCode.GetRouteInfoByTopic, (_, response) => response.SetBody("{\"queueDatas\":7"u8.ToArray()));
        var producer = await cluster.StartProducerAsync();
        var error = await Assert.ThrowsAsync<MqRouteException>(() => producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask());
        Assert.IsType<MqProtocolException>(error.InnerException);
    }

    [Fact]
    public async Task SendAsync_Namespace_IsOnTheWireOnly()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("ns%T");
        var producer = await cluster.StartProducerAsync(configureClient: client => client.Namespace = "ns");
        var message = new Message("T", "x"u8.ToArray());

        var result = await producer.SendAsync(message);

        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        Assert.Equal("ns%test_group", request["a"]);
        Assert.Equal("ns%T", request["b"]);
        Assert.Equal("TBW102", request["c"]);
        Assert.Equal("ns", request.Properties["INSTANCE_ID"]);
        Assert.Equal("T", message.Topic);
        Assert.Equal(new MessageQueue("T", "broker-a", 0), result.Queue);
        var queues = await producer.FetchPublishQueuesAsync("T");
        Assert.All(queues, queue => Assert.Equal("T", queue.Topic));
        await producer.SendAsync(message, queues[2]);
        Assert.Equal("ns%T", Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2))["b"]);
    }
}
