using System.Text;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Pulling;

public sealed class PullStatusTests
{
    [Theory]
    [InlineData(0, ResponseCode.PullOffsetMoved, "OFFSET_TOO_SMALL", 2)]
    [InlineData(2, ResponseCode.Success, "FOUND", 4)]
    [InlineData(4, ResponseCode.PullNotFound, "OFFSET_OVERFLOW_ONE", 4)]
    [InlineData(9, ResponseCode.PullOffsetMoved, "OFFSET_OVERFLOW_BADLY", 4)]
    public async Task Pull_AtAnOffset_IsAnsweredWithStatusAndWhereToGoOn(long offset, int code, string remark, long next)
    {
        await using var broker = await TestBroker.StartAsync();
        for (var i = 0; i < 4; i++) await broker.AskAsync(Requests.Send("Orders"));
        broker.Store.RemoveBefore("Orders", 0, 2);

        var answer = await broker.AskAsync(Requests.Pull("Orders", offset));

        Assert.Equal((code, remark), (answer.Code, answer.Remark));
        Assert.Equal(
            (next, 2L, 4L, 0L),
            (
                Field(answer, "nextBeginOffset"), Field(answer, "minOffset"), Field(answer, "maxOffset"),
                Field(answer, "suggestWhichBrokerId")));
    }

    [Theory]
    [InlineData(0, ResponseCode.PullNotFound)]
    [InlineData(7, ResponseCode.PullOffsetMoved)]
    public async Task Pull_OfAQueueWithoutMessages_MovesOnlyAnOffsetThatIsNotZero(long offset, int code)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders", queueId: 1));

        var answer = await broker.AskAsync(Requests.Pull("Orders", offset, queueId: 0));

        Assert.Equal((code, "NO_MATCHED_LOGIC_QUEUE", 0L), (answer.Code, answer.Remark, Field(answer, "nextBeginOffset")));
    }

    [Fact]
    public async Task Pull_OfAMovedOffset_LeavesAnEvent()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders"));

        await broker.AskAsync(Requests.Pull("Orders", 9, group: "g1"));

        var message = Assert.Single(broker.Store.GetAll("OFFSET_MOVED_EVENT"));
        Assert.Equal(("g1", "g1", "0"), (message.Tags, message.Keys, message.GetProperty("DELAY")));
        Assert.Equal(
            """{"consumerGroup":"g1","messageQueue":{"brokerName":"broker-a","queueId":0,"topic":"Orders"},"offsetNew":1,"offsetRequest":9}""",
            Encoding.UTF8.GetString(message.Body.Span));
    }

    [Fact]
    public async Task Pull_ByTag_ReturnsWhatMatchesAndSkipsTheRest()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.CreateStore = TestPlugins.Store("commitlog"));
        foreach (var tag in (string[])["A", "B", "C", "A"])
            await broker.AskAsync(Requests.Send("Orders", tag, properties: "TAGS\u0001" + tag));

        var some = await broker.AskAsync(Requests.Pull("Orders", subscription: "A || C"));
        var none = await broker.AskAsync(Requests.Pull("Orders", subscription: "Z"));

        Assert.Equal(["A", "C", "A"], MessageCodec.DecodeAll(some.Body, decompress: true, 1 << 20).Select(message => message.Tags));
        Assert.Equal(4, Field(some, "nextBeginOffset"));
        Assert.Equal(
            (ResponseCode.PullRetryImmediately, "NO_MATCHED_MESSAGE", 4L), (none.Code, none.Remark, Field(none, "nextBeginOffset")));
    }

    [Fact]
    public async Task Pull_WithTheCommitFlag_RecordsTheOffset()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders"));

        await broker.AskAsync(Requests.Pull("Orders", group: "g1", sysFlag: PullSysFlag.CommitOffset, commit: 1));

        var answer = await broker.AskAsync(RequestCode.QueryConsumerOffset, ("consumerGroup", "g1"), ("topic", "Orders"), ("queueId", 0));
        Assert.Equal("1", answer.Fields.GetString("offset"u8));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    public async Task Pull_OfOldMessages_SuggestsASlaveOnlyWhereSlavesMayBeRead(bool slaveRead, long suggested)
    {
        await using var broker = await TestBroker.StartAsync(setup =>
        {
            setup.Options.SlaveReadEnable = slaveRead;
            setup.ConfigureStore = store => store.IsOld = true;
        });
        broker.Services.Groups.Update(new Protocol.Bodies.SubscriptionGroupConfig { GroupName = "g1", WhichBrokerWhenConsumeSlowly = 3 });
        await broker.AskAsync(Requests.Send("Orders"));

        var answer = await broker.AskAsync(Requests.Pull("Orders", group: "g1"));

        Assert.Equal(suggested, Field(answer, "suggestWhichBrokerId"));
    }

    [Fact]
    public async Task LitePull_OfA5xClient_IsServedLikeAPull()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders"));
        var pull = Requests.Pull("Orders", sysFlag: PullSysFlag.LitePull);
        pull.Code = RequestCode.LitePullMessage;

        Assert.Equal(ResponseCode.Success, (await broker.AskAsync(pull)).Code);
    }

    [Fact]
    public async Task Pull_OfRecordsLargerThanAnyBuffer_ReturnsThemWhole()
    {
        await using var broker = await TestBroker.StartAsync(setup =>
        {
            setup.Scheme = "tcp";
            setup.CreateStore = TestPlugins.Store("inmemory", ("maxBytes", "67108864"), ("maxTransferBytesOnMessageInMemory", "16000000"));
        });
        var bodies = new[] { 1, 70_000, 3, 1_500_000, 17, 4_000_000 }.Select(
            (length, index) => new string((char)('a' + index), length)).ToArray();
        foreach (var body in bodies) await broker.AskAsync(Requests.Send("Orders", body));

        var pulled = MessageCodec.DecodeAll((await broker.AskAsync(Requests.Pull("Orders"))).Body, decompress: true, 1 << 26);

        Assert.Equal(bodies, pulled.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
    }

    private static long Field(RemotingCommand answer, string name)
    {
        Assert.True(answer.Fields.TryGetInt64(Encoding.UTF8.GetBytes(name), out var value), name);
        return value;
    }
}
