using System.Text;

using NSubstitute;

using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Protocol.Tests.Bodies;

public class BodyValueTests
{
    [Fact]
    public void Encode_StandardRoute_IsAsciiWithQuotedAndSortedKeys()
    {
        var route = new TopicRouteData { OrderTopicConf = "über/1" };
        route.BrokerDatas.Add(new BrokerData { BrokerName = "b", Cluster = "C", BrokerAddrs = { [1] = "ip:2", [0] = "ip:1" } });
        route.FilterServerTable["z"] = ["1"];
        route.FilterServerTable["a"] = [];
        Assert.Equal(
            """{"brokerDatas":[{"brokerAddrs":{"0":"ip:1","1":"ip:2"},"brokerName":"b","cluster":"C"}],"filterServerTable":{"a":[],"z":["1"]},"orderTopicConf":"\u00FCber\/1","queueDatas":[]}""",
            Encoding.UTF8.GetString(route.Encode(standardJson: true)));
    }

    [Fact]
    public void Parse_TagExpression_HasTagsAndJavasHashCodes()
    {
        var subscription = SubscriptionData.Parse("T", "TagA || TagH||  ||TagA", subVersion: 9);
        Assert.Equal(["TagA", "TagH"], subscription.TagsSet);
        Assert.Equal([2598919, 2598926], subscription.CodeSet);
        Assert.Equal(("T", "TagA || TagH||  ||TagA", 9, true), (subscription.Topic, subscription.SubString, subscription.SubVersion, subscription.IsTagType));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    public void Parse_AllMessages_HasNoTags(string? expression)
    {
        var subscription = SubscriptionData.Parse("T", expression);
        Assert.Equal("*", subscription.SubString);
        Assert.Empty(subscription.TagsSet);
        Assert.Empty(subscription.CodeSet);
    }

    [Fact]
    public void Parse_BarsOnly_IsRefused() => Assert.Contains("holds no tag", Assert.Throws<FormatException>(() => SubscriptionData.Parse("T", "|| ||")).Message, StringComparison.Ordinal);

    [Fact]
    public void Next_Version_TakesTheTimeAndCountsOn()
    {
        var clock = Substitute.For<TimeProvider>();
        clock.GetUtcNow().Returns(DateTimeOffset.FromUnixTimeMilliseconds(1795220130170));
        Assert.Equal(new DataVersion(1795220130170, 0), DataVersion.Create(clock));
        Assert.Equal(new DataVersion(1795220130170, 8), new DataVersion(5, 7).Next(clock));
    }

    [Fact]
    public void SetTexts_Times_AreInJavasForm()
    {
        var span = new QueueTimeSpan { MinTimeStamp = 0, MaxTimeStamp = 1795220130170, ConsumeTimeStamp = -1 };
        span.SetTexts(TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(8), null, null));
        Assert.Equal(("1970-01-01#08:00:00:000", "2026-11-21#08:15:30:170", "1970-01-01#07:59:59:999"), (span.MinTimeStampStr, span.MaxTimeStampStr, span.ConsumeTimeStampStr));
    }

    [Fact]
    public void Clone_Topic_IsIndependent()
    {
        var topic = new TopicConfig { TopicName = "T", Perm = 6 };
        var copy = topic.Clone();
        copy.Perm = 4;
        Assert.Equal((6, "T"), (topic.Perm, copy.TopicName));
    }

    [Fact]
    public void Decode_RegistrationWithoutFilterServers_SaysNothingOfThem()
    {
        var body = RegisterBrokerBody.Decode("""{"topicConfigSerializeWrapper":null}"""u8);
        Assert.Null(body.FilterServerList);
        Assert.Equal(DataVersion.Zero, body.TopicConfigSerializeWrapper.DataVersion);
    }
}
