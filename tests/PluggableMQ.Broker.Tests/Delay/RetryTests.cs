using System.Globalization;
using System.Text;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests.Delay;

public sealed class RetryTests
{
    [Fact]
    public async Task SendBack_OfAMessage_ComesBackThroughTheRetryTopicAfterItsDelay()
    {
        await using var broker = await TestBroker.StartAsync();
        var sent = await broker.AskAsync(Requests.Send("Orders", "again", properties: "TAGS\u0001A\u0002UNIQ_KEY\u0001u1"));

        var answer = await broker.AskAsync(SendBack(broker, sent, delayLevel: 0));
        broker.Clock.Advance(TimeSpan.FromSeconds(10.2));

        Assert.Equal(ResponseCode.Success, answer.Code);
        var retried = Assert.Single(broker.Store.GetAll("%RETRY%g1"));
        Assert.Equal(("again", 1, "A"), (Encoding.UTF8.GetString(retried.Body.Span), retried.ReconsumeTimes, retried.Tags));
        Assert.Equal(
            ("Orders", sent.Fields.GetString("msgId"u8), "false", "3", "%RETRY%g1", "0"),
            (retried.GetProperty("RETRY_TOPIC"), retried.GetProperty("ORIGIN_MESSAGE_ID"), retried.GetProperty("WAIT"), retried.GetProperty("DELAY"),
                retried.GetProperty("REAL_TOPIC"), retried.GetProperty("REAL_QID")));
    }

    [Fact]
    public async Task SendBack_AgainAndAgain_KeepsWhereTheMessageCameFromAndWaitsLonger()
    {
        await using var broker = await TestBroker.StartAsync();
        var origin = (await broker.AskAsync(Requests.Send("Orders"))).Fields.GetString("msgId"u8);
        var offset = 0L;
        for (var round = 0; round < 3; round++)
        {
            await broker.AskAsync(SendBack(offset, delayLevel: 0));
            broker.Clock.Advance(TimeSpan.FromMinutes(3));
            var retried = broker.Store.GetAll("%RETRY%g1")[round];
            Assert.Equal(
                (round + 1, (round + 3).ToString(CultureInfo.InvariantCulture)), (retried.ReconsumeTimes, retried.GetProperty("DELAY")));
            Assert.Equal(("Orders", origin), (retried.GetProperty("RETRY_TOPIC"), retried.GetProperty("ORIGIN_MESSAGE_ID")));
            offset = retried.PhysicalOffset;
        }
    }

    [Theory]
    [InlineData(-1, null, 409)]
    [InlineData(0, 0, 409)]
    [InlineData(5, 0, 121)]
    public async Task SendBack_WhenTriesAreUsedUp_GoesToTheDeadLetters(int delayLevel, int? maxReconsumeTimes, int version)
    {
        await using var broker = await TestBroker.StartAsync();
        var sent = await broker.AskAsync(Requests.Send("Orders"));
        var request = SendBack(broker, sent, delayLevel, maxReconsumeTimes);
        request.Version = version;

        await broker.AskAsync(request);

        var dead = Assert.Single(broker.Store.GetAll("%DLQ%g1"));
        Assert.Equal(("0", "Orders", 1), (dead.GetProperty("DELAY"), dead.GetProperty("RETRY_TOPIC"), dead.ReconsumeTimes));
        var config = broker.Services.Topics.Find("%DLQ%g1")!.Config;
        Assert.Equal((1, 1, 6), (config.ReadQueueNums, config.WriteQueueNums, config.Perm));
    }

    [Fact]
    public async Task SendBack_OfAClientOlderThan349_UsesTheGroupsLimit()
    {
        await using var broker = await TestBroker.StartAsync();
        var sent = await broker.AskAsync(Requests.Send("Orders"));
        var request = SendBack(broker, sent, delayLevel: 1, maxReconsumeTimes: 0);
        request.Version = 120;

        // RemotingClient announces its own version, so the frame goes out by hand.
        await using var connection = await Replay.RawConnection.OpenAsync(broker);
        await connection.SendAsync(Frames.Encode(request));
        Assert.Equal(ResponseCode.Success, (await connection.ResponseAsync(request.Opaque).WaitAsync(TestBroker.Patience)).Code);

        Assert.Empty(broker.Store.GetAll("%DLQ%g1"));
        Assert.Single(broker.Store.GetAll("SCHEDULE_TOPIC_XXXX", queueId: 0));
    }

    [Fact]
    public async Task SendBack_OfAMessageThatIsGone_SaysSo()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(SendBack(12345, delayLevel: 0));

        Assert.Equal((ResponseCode.SystemError, "look message by offset failed, 12345"), (answer.Code, answer.Remark));
    }

    [Fact]
    public async Task SendBack_OfAGroupWithoutRetryQueues_LosesTheMessageSilently()
    {
        await using var broker = await TestBroker.StartAsync();
        broker.Services.Groups.Update(new SubscriptionGroupConfig { GroupName = "g1", RetryQueueNums = 0 });
        var sent = await broker.AskAsync(Requests.Send("Orders"));

        Assert.Equal(ResponseCode.Success, (await broker.AskAsync(SendBack(broker, sent, delayLevel: 0))).Code);
        Assert.Null(broker.Services.Topics.Find("%RETRY%g1"));
    }

    [Fact]
    public async Task SendBack_OfAnUnknownGroup_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.AutoCreateSubscriptionGroup = false);

        Assert.Equal(ResponseCode.SubscriptionGroupNotExist, (await broker.AskAsync(SendBack(0, delayLevel: 0))).Code);
    }

    [Theory]
    [InlineData(15, "%RETRY%g1")]
    [InlineData(16, "%DLQ%g1")]
    public async Task Send_ToARetryTopic_CountsItsTries(int reconsumeTimes, string topic)
    {
        await using var broker = await TestBroker.StartAsync();

        await broker.AskAsync(Requests.Send("%RETRY%g1", properties: "DELAY\u00013", overrides: [("j", reconsumeTimes), ("c", "none")]));

        if (topic == "%RETRY%g1")
            Assert.Equal(topic, Assert.Single(broker.Store.GetAll("SCHEDULE_TOPIC_XXXX", queueId: 2)).GetProperty("REAL_TOPIC"));
        else Assert.Equal(reconsumeTimes, Assert.Single(broker.Store.GetAll(topic)).ReconsumeTimes);
        Assert.Equal(1, broker.Services.Topics.Find("%RETRY%g1")!.Config.WriteQueueNums);
    }

    private static RemotingCommand SendBack(TestBroker broker, RemotingCommand sent, int delayLevel, int? maxReconsumeTimes = null)
    {
        Assert.True(OffsetMessageId.TryParse(sent.Fields.GetString("msgId"u8), out var host, out var offset));
        Assert.Equal(broker.Services.Identity.StoreHost, host);
        return SendBack(offset, delayLevel, maxReconsumeTimes);
    }

    private static RemotingCommand SendBack(long offset, int delayLevel, int? maxReconsumeTimes = null)
    {
        var request = Requests.Make(
            RequestCode.ConsumerSendMsgBack, ("offset", offset), ("group", "g1"), ("delayLevel", delayLevel), ("originTopic", "Orders"));
        if (maxReconsumeTimes is { } most) request.Fields.Set("maxReconsumeTimes", most.ToString(CultureInfo.InvariantCulture));
        return request;
    }
}
