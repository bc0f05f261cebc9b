using System.Buffers;
using System.Text;
using PluggableMQ.Broker.Tests.Replay;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Clients;

/// <summary>What clients other than Java's send, taken from captures of them.</summary>
public sealed class OtherClientsTests
{
    [Fact]
    public async Task Send_WithNumbersAndBooleansForText_IsTaken()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await AskAsync(broker, """{"code":310,"language":"JAVA","version":121,"opaque":7,"flag":0,"extFields":{"a":"g","b":"Orders","c":"TBW102","d":4,"e":1,"f":0,"g":1700000000000,"h":0,"i":"TAGS\u0001A","j":0,"k":false,"m":false}}""", "node");

        Assert.Equal((ResponseCode.Success, "1"), (answer.Code, answer.Fields.GetString("queueId"u8)));
        Assert.Equal("A", Assert.Single(broker.Store.GetAll("Orders", 1)).Tags);
    }

    [Fact]
    public async Task Send_WithLongNamesAndAnUnknownLanguage_IsTaken()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await AskAsync(broker, """{"code":10,"language":"COBOL","version":317,"opaque":7,"extFields":{"bname":"broker-a","producerGroup":"g","topic":"Orders","defaultTopic":"TBW102","defaultTopicQueueNums":"4","queueId":"0","sysFlag":"0","bornTimestamp":"1700000000000","flag":"0","properties":"","reconsumeTimes":"0","unitMode":"false","ns":"x","nsd":"false"}}""", "go");

        Assert.Equal(ResponseCode.Success, answer.Code);
    }

    [Fact]
    public async Task Heartbeat_WithPascalCaseNames_IsTakenAndThePullsFilterDecides()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders", "a", properties: "TAGS\u0001A"));
        await broker.AskAsync(Requests.Send("Orders", "b", properties: "TAGS\u0001B"));

        var heartbeat = await AskAsync(
            broker,
            """{"code":34,"language":"DOTNET","version":407,"opaque":8}""",
            """{"ClientID":"net-1","ConsumerDataSet":[{"GroupName":"g1","ConsumeType":"CONSUME_PASSIVELY","MessageModel":"CLUSTERING","ConsumeFromWhere":"CONSUME_FROM_LAST_OFFSET","SubscriptionDataSet":[{"Topic":"Orders","SubString":"*","SubVersion":1,"ExpressionType":"TAG"}]}],"ProducerDataSet":[]}""");
        Assert.Equal(ResponseCode.Success, heartbeat.Code);

        var pull = await AskAsync(
            broker,
            """{"code":11,"opaque":9,"extFields":{"consumerGroup":"g1","topic":"Orders","queueId":0,"queueOffset":0,"maxMsgNums":32,"sysFlag":6,"commitOffset":0,"suspendTimeoutMillis":15000,"subscription":"B","subVersion":0,"expressionType":"TAG"}}""",
            "");
        Assert.Equal("B", Assert.Single(MessageCodec.DecodeAll(pull.Body, decompress: true, 1 << 20)).Tags);
    }

    [Fact]
    public async Task Unregister_WithItsDataAsABody_IsAnsweredWithSuccess()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await AskAsync(broker, """{"code":35,"language":"DOTNET","version":407,"opaque":8}""", """{"ClientID":"net-1","ProducerGroup":"","ConsumerGroup":"g1"}""");

        Assert.Equal(ResponseCode.Success, answer.Code);
    }

    [Fact]
    public async Task UpdateOffset_ThatIsNotOneWay_IsAnswered()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await AskAsync(broker, """{"code":15,"opaque":8,"extFields":{"consumerGroup":"g1","topic":"Orders","queueId":0,"commitOffset":-3}}""", "");

        // Any value, and any topic: Java records it.
        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.True(broker.Services.Offsets.TryGet("g1", "Orders", 0, out var offset));
        Assert.Equal(-3, offset);
    }

    [Fact]
    public async Task Send_WithAccessFieldsOfACloudClient_IgnoresThem()
    {
        await using var broker = await TestBroker.StartAsync();
        var request = Requests.Send(
            "Orders", overrides: [("AccessKey", ""), ("OnsChannel", "ALIYUN"), ("Signature", "abc="), ("ReqT", "0")]);

        Assert.Equal(ResponseCode.Success, (await broker.AskAsync(request)).Code);
    }

    [Fact]
    public async Task Send_WithATooLongBody_IsIllegal()
    {
        await using var broker = await TestBroker.StartAsync(setup =>
        {
            setup.Options.MaxMessageSize = 1000;
            setup.CreateStore = TestPlugins.Store("commitlog");
        });

        var answer = await broker.AskAsync(Requests.Send("Orders", new string('x', 1001)));

        Assert.Equal(ResponseCode.MessageIllegal, answer.Code);
        Assert.Contains("msg body length limit 1000B", answer.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(301)]
    [InlineData(200050)]
    [InlineData(-7)]
    public async Task Request_OfAnUnknownCode_IsAnsweredAsNotSupported(int code)
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await AskAsync(broker, $$"""{"code":{{code}},"opaque":8}""", "");

        Assert.Equal((ResponseCode.RequestCodeNotSupported, $" request type {code} not supported"), (answer.Code, answer.Remark));
    }

    private static async Task<RemotingCommand> AskAsync(TestBroker broker, string header, string body)
    {
        await using var connection = await RawConnection.OpenAsync(broker);
        var frame = Frames.Json(header, body);
        await connection.SendAsync(frame);
        var opaque = System.Text.Json.JsonDocument.Parse(header).RootElement.GetProperty("opaque").GetInt32();
        return await connection.ResponseAsync(opaque).WaitAsync(TestBroker.Patience);
    }
}
