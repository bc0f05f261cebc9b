using System.Text;
using PluggableMQ.Broker.Tests.Replay;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Clients;

public sealed class HostileInputTests
{
    // Every code that a broker serves and that a header or a body belongs to.
    public static TheoryData<int> Codes
        => [10, 11, 12, 14, 15, 17, 25, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 41, 42, 46, 200, 202, 203, 204, 207, 208, 215, 222, 300, 310, 315, 317, 320, 361];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Request_WithoutAnything_IsAnsweredAndTheConnectionLives(int code)
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(RemotingCommand.CreateRequest(code));

        Assert.InRange(answer.Code, 0, 999);
        Assert.Equal(ResponseCode.Success, (await broker.AskAsync(Requests.Send("Orders"))).Code);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Request_WithNonsense_IsAnsweredAndTheConnectionLives(int code)
    {
        await using var broker = await TestBroker.StartAsync();
        var random = new Random(code);
        for (var round = 0; round < 30; round++)
        {
            var request = RemotingCommand.CreateRequest(code, Noise(random));
            foreach (
                var name in (string[])["consumerGroup", "topic", "queueId", "queueOffset", "maxMsgNums", "sysFlag", "commitOffset", "suspendTimeoutMillis", "subVersion", "subscription", "expressionType", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "l", "m", "offset", "group", "delayLevel", "timestamp", "key", "beginTimestamp", "endTimestamp", "maxNum", "clientID", "producerGroup", "commitLogOffset", "tranStateTableOffset", "commitOrRollback", "msgId", "statsName", "statsKey", "groupName", "isForce", "readQueueNums", "writeQueueNums", "perm", "topicFilterType", "defaultTopic"])
            {
                if (random.Next(4) > 0) request.Fields.Set(name, Value(random));
            }

            var asked = broker.AskAsync(request);
            await broker.AskAsync(Requests.Make(RequestCode.GetConsumerListByGroup, ("consumerGroup", "fence")));
            // A transaction of unknown state and a held pull are not answered.
            if (code is not (37 or 11 or 361)) Assert.InRange((await asked).Code, 0, 999);
        }

        Assert.Equal(ResponseCode.Success, (await broker.AskAsync(Requests.Send("Orders"))).Code);
    }

    [Fact]
    public async Task Frame_ThatIsMalformed_ClosesTheConnectionAndNothingElse()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Scheme = "tcp");
        await using var connection = await RawConnection.OpenAsync(broker);

        await connection.SendAsync(new byte[] { 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 });

        await connection.Closed.WaitAsync(TestBroker.Patience);
        Assert.Equal(ResponseCode.Success, (await broker.AskAsync(Requests.Send("Orders"))).Code);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"clientID\":")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"consumerDataSet\":[{\"groupName\":\"g\",\"subscriptionDataSet\":[null,7,{}]}]}")]
    public async Task Heartbeat_ThatIsBroken_IsAnsweredWithWhatIsWrong(string body)
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(RemotingCommand.CreateRequest(RequestCode.HeartBeat, Encoding.UTF8.GetBytes(body)));

        Assert.True(answer.Code == ResponseCode.Success || (answer.Code == ResponseCode.SystemError && answer.Remark!.Length > 0));
    }

    [Fact]
    public async Task Heartbeat_NestedDeeply_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync();
        var body = "{\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        var answer = await broker.AskAsync(RemotingCommand.CreateRequest(RequestCode.HeartBeat, Encoding.UTF8.GetBytes(body)));

        Assert.Equal(ResponseCode.SystemError, answer.Code);
    }

    [Theory]
    [InlineData("bad\ngroup")]
    [InlineData("")]
    public async Task Commit_ForANameThatNoFileCouldHold_IsRefused(string group)
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(
            RequestCode.UpdateConsumerOffset, ("consumerGroup", group), ("topic", "Orders"), ("queueId", 0), ("commitOffset", 1));

        Assert.Equal(ResponseCode.SystemError, answer.Code);
        Assert.Empty(broker.Services.Offsets.All);
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Value(Random random) => random.Next(8) switch
    {
        0 => "",
        1 => "-1",
        2 => long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        3 => "99999999999999999999",
        4 => "true",
        5 => "\u0001\u0002\u0001",
        6 => new string('z', 300),
        _ => random.Next(20).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
