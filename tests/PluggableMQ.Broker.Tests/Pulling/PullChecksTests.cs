using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests.Pulling;

public sealed class PullChecksTests
{
    private const string Faq = "\nSee http://rocketmq.apache.org/docs/faq/ for further details.";

    [Fact]
    public async Task Pull_FromABrokerThatCannotBeRead_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.BrokerPermission = Permission.Write);

        await AssertRefusedAsync(
            broker, Requests.Pull("Orders"), ResponseCode.NoPermission, "the broker[127.0.0.1] pulling message is forbidden");
    }

    [Fact]
    public async Task Pull_OfAnUnknownGroupThatMayNotCreateItself_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.AutoCreateSubscriptionGroup = false);

        await AssertRefusedAsync(
            broker, Requests.Pull(
                "Orders", group: "g1"), ResponseCode.SubscriptionGroupNotExist, "subscription group [g1] does not exist, " + Faq);
    }

    [Fact]
    public async Task Pull_OfASwitchedOffGroup_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync();
        broker.Services.Groups.Update(new SubscriptionGroupConfig { GroupName = "g1", ConsumeEnable = false });

        await AssertRefusedAsync(
            broker, Requests.Pull("Orders", group: "g1"), ResponseCode.NoPermission, "subscription group no permission, g1");
    }

    [Fact]
    public async Task Pull_OfAnUnknownTopic_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync();

        await AssertRefusedAsync(
            broker, Requests.Pull("Orders"), ResponseCode.TopicNotExist, "topic[Orders] not exist, apply first please! " + Faq);
    }

    [Fact]
    public async Task Pull_OfATopicThatCannotBeRead_IsRefused()
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders", Perm = Permission.Write });

        await AssertRefusedAsync(
            broker, Requests.Pull("Orders"), ResponseCode.NoPermission, "the topic[Orders] pulling message is forbidden");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public async Task Pull_OfAQueueThatIsNotThere_IsRefused(int queueId)
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders", ReadQueueNums = 4, WriteQueueNums = 8 });

        var answer = await broker.AskAsync(Requests.Pull("Orders", queueId: queueId));

        Assert.Equal(ResponseCode.SystemError, answer.Code);
        Assert.StartsWith(
            $"queueId[{queueId}] is illegal, topic:[Orders] topicConfig.readQueueNums:[4] consumer:[127.0.0.1:", answer.Remark,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_WithAnExpressionThatCannotBeParsed_IsRefused()
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders" });

        await AssertRefusedAsync(
            broker, Requests.Pull("Orders", subscription: "||"), ResponseCode.SubscriptionParseFailed,
            "parse the consumer's subscription failed");
    }

    [Fact]
    public async Task Pull_WithASqlExpression_IsNotSupported()
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders" });
        var pull = Requests.Pull("Orders", subscription: "a > 1");
        pull.Fields.Set("expressionType", "SQL92");

        await AssertRefusedAsync(broker, pull, ResponseCode.SystemError, "The broker does not support consumer to filter message by SQL92");
    }

    [Fact]
    public async Task Pull_OfAGroupThatIsNotConnected_IsRefused()
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders" });

        await AssertRefusedAsync(
            broker, Requests.Pull("Orders", subscription: null), ResponseCode.SubscriptionNotExist,
            "the consumer's group info not exist" + Faq);
    }

    [Fact]
    public async Task Pull_ByBroadcastWhereThatIsOff_IsRefused()
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders" });
        broker.Services.Groups.Update(new SubscriptionGroupConfig { GroupName = "g1", ConsumeBroadcastEnable = false });
        var consumer = Requests.Consumer("g1", SubscriptionData.Parse("Orders", "*", 1));
        consumer.MessageModel = MessageModel.Broadcasting;
        await broker.AskAsync(Requests.Heartbeat("c1", consumer));

        await AssertRefusedAsync(
            broker, Requests.Pull(
                "Orders", group: "g1", subscription: null), ResponseCode.NoPermission, "the consumer group[g1] can not consume by broadcast way");
    }

    [Fact]
    public async Task Pull_OfATopicThatTheGroupDoesNotSubscribeTo_IsRefused()
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders" });
        await broker.AskAsync(Requests.Heartbeat("c1", Requests.Consumer("g1", SubscriptionData.Parse("Other", "*", 1))));

        await AssertRefusedAsync(
            broker, Requests.Pull(
                "Orders", group: "g1", subscription: null), ResponseCode.SubscriptionNotExist, "the consumer's subscription not exist" + Faq);
    }

    [Fact]
    public async Task Pull_WithASubscriptionNewerThanTheHeartbeats_IsRefusedUntilTheNextHeartbeat()
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders" });
        await broker.AskAsync(Requests.Heartbeat("c1", Requests.Consumer("g1", SubscriptionData.Parse("Orders", "*", 1))));
        var pull = Requests.Pull("Orders", group: "g1", subscription: null, subVersion: 2);

        await AssertRefusedAsync(broker, pull, ResponseCode.SubscriptionNotLatest, "the consumer's subscription not latest");

        await broker.AskAsync(Requests.Heartbeat("c1", Requests.Consumer("g1", SubscriptionData.Parse("Orders", "*", 2))));
        Assert.Equal(
            ResponseCode.PullNotFound,
            (await broker.AskAsync(Requests.Pull("Orders", group: "g1", subscription: null, subVersion: 2))).Code);
    }

    [Fact]
    public async Task Pull_OnTheVipPort_IsNotSupportedWhileAllElseIs()
    {
        await using var broker = await StartWithTopicAsync(new TopicConfig { TopicName = "Orders" });
        var vip = $"127.0.0.1:{broker.Controller.VipEndpoint!.Port}";

        var pull = await broker.AskAsync(Requests.Pull("Orders"), address: vip);
        var send = await broker.AskAsync(Requests.Send("Orders"), address: vip);
        var configs = await broker.AskAsync(Requests.Make(RequestCode.GetAllTopicConfig), address: vip);

        Assert.Equal((ResponseCode.RequestCodeNotSupported, " request type 11 not supported"), (pull.Code, pull.Remark));
        Assert.Equal(ResponseCode.Success, send.Code);
        Assert.Equal(ResponseCode.Success, configs.Code);
    }

    private static async Task<TestBroker> StartWithTopicAsync(TopicConfig topic)
    {
        var broker = await TestBroker.StartAsync();
        broker.Services.Topics.Update(topic);
        return broker;
    }

    private static async Task AssertRefusedAsync(TestBroker broker, RemotingCommand pull, int code, string remark)
    {
        var answer = await broker.AskAsync(pull);
        Assert.Equal((code, remark), (answer.Code, answer.Remark));
        // Java answers an empty extFields with these.
        Assert.True(answer.Fields.IsPresent);
        Assert.Equal(0, answer.Fields.Count);
    }
}
