using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests.Sending;

public sealed class SendChecksTests
{
    private const string Faq = "\nSee http://rocketmq.apache.org/docs/faq/ for further details.";

    public static TheoryData<string, int, string> RefusedTopics => new()
    {
        { "", ResponseCode.SystemError, "The specified topic is blank." },
        { " ", ResponseCode.SystemError, "The specified topic is blank." },
        { "a b", ResponseCode.SystemError, "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$" },
        { "主题", ResponseCode.SystemError, "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$" },
        { new string('t', 128), ResponseCode.SystemError, "The specified topic is longer than topic max length." },
        { "SCHEDULE_TOPIC_XXXX", ResponseCode.NoPermission, "Sending message to topic[SCHEDULE_TOPIC_XXXX] is forbidden." },
        { "RMQ_SYS_TRANS_HALF_TOPIC", ResponseCode.NoPermission, "Sending message to topic[RMQ_SYS_TRANS_HALF_TOPIC] is forbidden." },
        { "RMQ_SYS_TRANS_OP_HALF_TOPIC", ResponseCode.NoPermission, "Sending message to topic[RMQ_SYS_TRANS_OP_HALF_TOPIC] is forbidden." },
        { "TRANS_CHECK_MAX_TIME_TOPIC", ResponseCode.NoPermission, "Sending message to topic[TRANS_CHECK_MAX_TIME_TOPIC] is forbidden." },
        { "SELF_TEST_TOPIC", ResponseCode.NoPermission, "Sending message to topic[SELF_TEST_TOPIC] is forbidden." },
        { "OFFSET_MOVED_EVENT", ResponseCode.NoPermission, "Sending message to topic[OFFSET_MOVED_EVENT] is forbidden." },
    };

    public static TheoryData<AppendStatus, int, string?> StoreStatuses => new()
    {
        { AppendStatus.FlushDiskTimeout, ResponseCode.FlushDiskTimeout, null },
        { AppendStatus.FlushSlaveTimeout, ResponseCode.FlushSlaveTimeout, null },
        { AppendStatus.SlaveNotAvailable, ResponseCode.SlaveNotAvailable, null },
        { AppendStatus.CreateFileFailed, ResponseCode.SystemError, "create mapped file failed, server is busy or broken." },
        {
            AppendStatus.MessageIllegal, ResponseCode.MessageIllegal,
            "the message is illegal, maybe msg body or properties length not matched. msg body length limit 4194304B, msg properties length limit 32KB."
        },
        {
            AppendStatus.PropertiesSizeExceeded, ResponseCode.MessageIllegal,
            "the message is illegal, maybe msg body or properties length not matched. msg body length limit 4194304B, msg properties length limit 32KB."
        },
        { AppendStatus.PageCacheBusy, ResponseCode.SystemError, "[PC_SYNCHRONIZED]broker busy, start flow control for a while" },
        { AppendStatus.UnknownError, ResponseCode.SystemError, "UNKNOWN_ERROR" },
    };

    [Theory]
    [MemberData(nameof(RefusedTopics))]
    public async Task Send_ToATopicThatMayNotBe_IsRefusedInJavasWords(string topic, int code, string remark)
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(Requests.Send(topic));

        Assert.Equal((code, remark), (answer.Code, answer.Remark));
        Assert.Equal("DefaultRegion", answer.Fields.GetString("MSG_REGION"u8));
        Assert.Equal("true", answer.Fields.GetString("TRACE_ON"u8));
    }

    [Theory]
    [MemberData(nameof(StoreStatuses))]
    public async Task Send_WhenTheStoreAnswers_IsAnsweredWithItsCode(AppendStatus status, int code, string? remark)
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.ConfigureStore = store => store.NextStatus = status);

        var answer = await broker.AskAsync(Requests.Send("Orders"));

        Assert.Equal((code, remark), (answer.Code, answer.Remark));
        // Late is not lost: the place is answered all the same.
        Assert.Equal(remark is null ? "0" : null, answer.Fields.GetString("queueOffset"u8));
    }

    [Fact]
    public async Task Send_WhenTheDiskIsFull_SaysSo()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.ConfigureStore = store =>
        {
            store.NextStatus = AppendStatus.ServiceNotAvailable;
            store.NotWritableReason = "CL: 0.95 CQ: 0.95 INDEX: 0.95";
        });

        var answer = await broker.AskAsync(Requests.Send("Orders"));

        Assert.Equal(ResponseCode.ServiceNotAvailable, answer.Code);
        Assert.StartsWith(
            "service not available now. It may be caused by one of the following reasons: the broker's disk is full [CL: 0.95",
            answer.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WhenThePageCacheIsBusy_IsAnsweredBusyBeforeAnythingElse()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.ConfigureStore = store => store.IsPageCacheBusy = true);

        var answer = await broker.AskAsync(Requests.Send("SCHEDULE_TOPIC_XXXX"));

        Assert.Equal((ResponseCode.SystemBusy, "[REJECTREQUEST]system busy, start flow control for a while"), (answer.Code, answer.Remark));
    }

    [Fact]
    public async Task Send_BeforeTheBrokerAcceptsSends_IsRefusedWithTheTime()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.StartAcceptSendRequestTimeStamp = 1_893_456_000_123);

        var answer = await broker.AskAsync(Requests.Send("Orders"));

        Assert.Equal((ResponseCode.SystemError, "broker unable to service, until 2030-01-01 00:00:00,123"), (answer.Code, answer.Remark));
    }

    [Fact]
    public async Task Send_ToAnUnknownTopicWithoutATemplate_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.AutoCreateTopicEnable = false);

        var answer = await broker.AskAsync(Requests.Send("Orders"));

        Assert.Equal((ResponseCode.TopicNotExist, "topic[Orders] not exist, apply first please!" + Faq), (answer.Code, answer.Remark));
    }

    [Theory]
    [InlineData(4, ResponseCode.Success)]
    [InlineData(5, ResponseCode.Success)]
    [InlineData(6, ResponseCode.SystemError)]
    public async Task Send_ToAQueue_IsMeasuredByTheLargerQueueNumber(int queueId, int code)
    {
        await using var broker = await TestBroker.StartAsync();
        broker.Services.Topics.Update(
            new TopicConfig { TopicName = "Orders", ReadQueueNums = 6, WriteQueueNums = 4, Perm = Permission.Read });

        var answer = await broker.AskAsync(Requests.Send("Orders", queueId: queueId));

        // The topic cannot be written by its permission, which Java does not look at.
        Assert.Equal(code, answer.Code);
        if (code != ResponseCode.Success)
        {
            Assert.StartsWith(
                "request queueId[6] is illegal, TopicConfig [topicName=Orders, readQueueNums=6, writeQueueNums=4, perm=R--, topicFilterType=SINGLE_TAG, topicSysFlag=0, order=false] Producer: 127.0.0.1:",
                answer.Remark,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Send_ToAnyQueue_PicksOneThatCanBeWritten()
    {
        await using var broker = await TestBroker.StartAsync();
        broker.Services.Topics.Update(new TopicConfig { TopicName = "Orders", ReadQueueNums = 8, WriteQueueNums = 3 });
        var seen = new HashSet<string?>();

        for (var i = 0; i < 200; i++) seen.Add((await broker.AskAsync(Requests.Send("Orders", queueId: -1))).Fields.GetString("queueId"u8));

        Assert.Equal(["0", "1", "2"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Send_ToAnOrderedTopicOfABrokerThatCannotBeWritten_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.BrokerPermission = Permission.Read);
        broker.Services.Topics.Update(new TopicConfig { TopicName = "Ordered", Order = true });
        broker.Services.Topics.Update(new TopicConfig { TopicName = "Plain" });

        var ordered = await broker.AskAsync(Requests.Send("Ordered"));
        var plain = await broker.AskAsync(Requests.Send("Plain"));

        Assert.Equal((ResponseCode.NoPermission, "the broker[127.0.0.1] sending message is forbidden"), (ordered.Code, ordered.Remark));
        Assert.Equal(ResponseCode.Success, plain.Code);
    }

    [Fact]
    public async Task Send_WithoutARequiredField_SaysWhichOne()
    {
        await using var broker = await TestBroker.StartAsync();
        var request = Requests.Make(
            RequestCode.SendMessageV2, ("a", "group"), ("b", "Orders"), ("c", "TBW102"), ("d", 4), ("e", 0), ("f", 0), ("h", 0));

        var answer = await broker.AskAsync(request);

        Assert.Equal((ResponseCode.SystemError, "the custom field <g> is null"), (answer.Code, answer.Remark));
        Assert.Equal("true", answer.Fields.GetString("TRACE_ON"u8));
    }

    [Fact]
    public async Task Send_WhileTheDiskIsFlushed_DoesNotHoldBackWhatFollows()
    {
        var flush = new TaskCompletionSource();
        await using var broker = await TestBroker.StartAsync(setup => setup.ConfigureStore = store => store.Flush = flush.Task);
        var waiting = broker.AskAsync(Requests.Send("Orders", "first", properties: "WAIT\u0001true"));

        var notWaiting = await broker.AskAsync(Requests.Send("Orders", "second", properties: "WAIT\u0001false"));

        Assert.Equal(ResponseCode.Success, notWaiting.Code);
        Assert.False(waiting.IsCompleted);
        flush.SetResult();
        Assert.Equal("0", (await waiting).Fields.GetString("queueOffset"u8));
    }
}
