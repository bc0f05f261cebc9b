using System.Buffers;
using System.Text;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests.Clients;

public sealed class ConsumerGroupTests
{
    [Fact]
    public async Task Heartbeat_OfAConsumer_CreatesItsRetryTopicAndGroup()
    {
        await using var broker = await TestBroker.StartAsync();

        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders"));

        var retry = broker.Services.Topics.Find("%RETRY%g1")!.Config;
        Assert.Equal((1, 1, 6), (retry.ReadQueueNums, retry.WriteQueueNums, retry.Perm));
        Assert.Contains(broker.Services.Groups.All, group => group.GroupName == "g1");
    }

    [Fact]
    public async Task Heartbeat_OfASecondMember_IsToldToBoth()
    {
        await using var broker = await TestBroker.StartAsync();
        var second = broker.NewClient();
        var toFirst = TestBroker.Listen(broker.Client, RequestCode.NotifyConsumerIdsChanged);
        var toSecond = TestBroker.Listen(second, RequestCode.NotifyConsumerIdsChanged);
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders"));
        Assert.True(toFirst.TryRead(out _));

        await broker.AskAsync(Heartbeats.Consumer("c2", "g1", "Orders"), second);

        Assert.True(toSecond.TryRead(out _));
        Assert.Equal("g1", (await toFirst.ReadAsync().AsTask().WaitAsync(TestBroker.Patience)).Fields.GetString("consumerGroup"u8));
        var list = ConsumerIdList.Decode(
            (await broker.AskAsync(RequestCode.GetConsumerListByGroup, ("consumerGroup", "g1"))).Body.ToArray());
        Assert.Equal(["c1", "c2"], list.ConsumerIds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Heartbeat_ThatChangesNothing_IsToldToNobody()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders", version: 1));
        var notifications = TestBroker.Listen(broker.Client, RequestCode.NotifyConsumerIdsChanged);

        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders", version: 1));
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders", "TagA", version: 2));

        Assert.False(notifications.TryRead(out _));
        Assert.Equal("TagA", broker.Services.Consumers.Find("g1")!.FindSubscription("Orders")!.Data.SubString);
    }

    [Fact]
    public async Task Heartbeat_WithAnOlderSubscription_DoesNotReplaceTheNewer()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders", "new", version: 9));

        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders", "old", version: 8));

        Assert.Equal("new", broker.Services.Consumers.Find("g1")!.FindSubscription("Orders")!.Data.SubString);
    }

    [Fact]
    public async Task Heartbeat_WithOtherTopics_ReplacesTheGroupsTopics()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders"));
        var notifications = TestBroker.Listen(broker.Client, RequestCode.NotifyConsumerIdsChanged);

        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Invoices"));

        Assert.True(notifications.TryRead(out _));
        Assert.Equal(["Invoices"], broker.Services.Consumers.Find("g1")!.Subscriptions.Select(subscription => subscription.Data.Topic));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Heartbeat_WhereNotificationIsOff_IsToldToNobody(bool broker, bool group)
    {
        await using var running = await TestBroker.StartAsync(setup => setup.Options.NotifyConsumerIdsChangedEnable = broker);
        running.Services.Groups.Update(new SubscriptionGroupConfig { GroupName = "g1", NotifyConsumerIdsChangedEnable = group });
        var notifications = TestBroker.Listen(running.Client, RequestCode.NotifyConsumerIdsChanged);

        await running.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders"));

        Assert.False(notifications.TryRead(out _));
    }

    [Fact]
    public async Task Close_OfAMembersConnection_IsToldToTheOthersAtOnce()
    {
        await using var broker = await TestBroker.StartAsync();
        var leaving = broker.NewClient();
        await broker.AskAsync(Heartbeats.Consumer("c2", "g1", "Orders"), leaving);
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders"));
        var notifications = TestBroker.Listen(broker.Client, RequestCode.NotifyConsumerIdsChanged);

        await leaving.DisposeAsync();

        await notifications.ReadAsync().AsTask().WaitAsync(TestBroker.Patience);
        Assert.Equal("""{"consumerIdList":["c1"]}""", Text(await broker.AskAsync(RequestCode.GetConsumerListByGroup, ("consumerGroup", "g1"))));
    }

    [Fact]
    public async Task Unregister_OfTheLastMember_ForgetsTheGroup()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders"));

        var answer = await broker.AskAsync(RequestCode.UnregisterClient, ("clientID", "c1"), ("consumerGroup", "g1"));

        Assert.Equal(ResponseCode.Success, answer.Code);
        var list = await broker.AskAsync(RequestCode.GetConsumerListByGroup, ("consumerGroup", "g1"));
        Assert.Equal((ResponseCode.SystemError, "no consumer for this group, g1"), (list.Code, list.Remark));
    }

    [Fact]
    public async Task Heartbeat_ThatStaysAway_EndsTheMembershipAndTheConnection()
    {
        await using var broker = await TestBroker.StartAsync();
        var silent = broker.NewClient();
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders"), silent);
        await broker.AskAsync(Heartbeats.Producer("c1", "p1"), silent);

        broker.Clock.Advance(TimeSpan.FromSeconds(110));
        Assert.NotNull(broker.Services.Consumers.Find("g1"));
        broker.Clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Null(broker.Services.Consumers.Find("g1"));
        Assert.Null(broker.Services.Producers.Find("p1"));
    }

    [Fact]
    public async Task LockBatch_OfQueues_GivesEachToOneClientUntilItExpires()
    {
        await using var broker = await TestBroker.StartAsync();
        Assert.Equal("0,1", await LockAsync(broker, "c1", 0, 1));

        Assert.Equal("2", await LockAsync(broker, "c2", 1, 2));
        Assert.Equal("0,1", await LockAsync(broker, "c1", 0, 1));
        broker.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("", await LockAsync(broker, "c2", 0));
        broker.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("0", await LockAsync(broker, "c2", 0));
    }

    [Fact]
    public async Task UnlockBatch_OfQueues_FreesOnlyTheClientsOwn()
    {
        await using var broker = await TestBroker.StartAsync();
        await LockAsync(broker, "c1", 0, 1);

        await broker.AskAsync(RemotingCommand.CreateRequest(RequestCode.UnlockBatchMq, Body("c2", 0).Encode()));
        Assert.Equal("", await LockAsync(broker, "c2", 0));
        await broker.AskAsync(RemotingCommand.CreateRequest(RequestCode.UnlockBatchMq, Body("c1", 0).Encode()));
        Assert.Equal("0", await LockAsync(broker, "c2", 0));
    }

    [Theory]
    [InlineData("TAG", ResponseCode.Success, null)]
    [InlineData("SQL92", ResponseCode.SystemError, "The broker does not support consumer to filter message by SQL92")]
    public async Task CheckClientConfig_OfASubscription_AllowsTags(string type, int code, string? remark)
    {
        await using var broker = await TestBroker.StartAsync();
        var body = new CheckClientRequestBody
        {
            ClientId =
                "c1", Group =
                    "g1", SubscriptionData = new SubscriptionData { Topic = "Orders", SubString = "a > 1", ExpressionType = type },
        };

        var answer = await broker.AskAsync(RemotingCommand.CreateRequest(RequestCode.CheckClientConfig, body.Encode()));

        Assert.Equal((code, remark), (answer.Code, answer.Remark));
    }

    private static async Task<string> LockAsync(TestBroker broker, string clientId, params int[] queues)
    {
        var answer = await broker.AskAsync(RemotingCommand.CreateRequest(RequestCode.LockBatchMq, Body(clientId, queues).Encode()));
        return string.Join(',', LockBatchResponse.Decode(answer.Body.ToArray()).LockOkMqSet.Select(queue => queue.QueueId));
    }

    private static LockBatchRequest Body(string clientId, params int[] queues) => new()
    {
        ClientId =
            clientId, ConsumerGroup =
                "g1", MqSet = [.. queues.Select(queueId => new Abstractions.MessageQueue("Orders", "broker-a", queueId))],
    };

    private static string Text(RemotingCommand answer) => Encoding.UTF8.GetString(answer.Body.ToArray());
}
