using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Protocol.Tests.Headers;

public sealed class FieldReaderTests
{
    [Theory]
    [InlineData("brokerName")]
    [InlineData("brokerAddr")]
    [InlineData("clusterName")]
    [InlineData("brokerId")]
    public void TryRead_RequiredFieldMissing_SaysWhichInJavasWords(string missing)
    {
        var fields = new HeaderFields();
        foreach (var name in new[] { "brokerName", "brokerAddr", "clusterName", "brokerId" })
        {
            if (name != missing) fields.Set(name, "1");
        }

        Assert.False(UnregisterBrokerRequestHeader.TryRead(fields, out var header, out var error));
        Assert.Null(header);
        Assert.Equal($"the custom field <{missing}> is null", error);
        fields.Set(missing, "1");
        Assert.True(UnregisterBrokerRequestHeader.TryRead(fields, out header, out _));
        Assert.Equal(1, header.BrokerId);
    }

    [Theory]
    [InlineData("queueId", "x")]
    [InlineData("queueId", "2147483648")]
    [InlineData("commitOffset", "9223372036854775808")]
    [InlineData("commitOffset", "1.5")]
    public void TryRead_NumberOutOfRange_SaysWhichAndWhat(string name, string value)
    {
        var fields = new HeaderFields();
        new UpdateConsumerOffsetRequestHeader { ConsumerGroup = "g", Topic = "t", QueueId = 1, CommitOffset = 2 }.Write(fields);
        fields.Set(name, value);
        Assert.False(UpdateConsumerOffsetRequestHeader.TryRead(fields, out _, out var error));
        Assert.Equal($"the custom field <{name}> is not a number in range: \"{value}\"", error);
    }

    [Fact]
    public void TryRead_LongGarbageInANumber_IsShownInPartOnly()
    {
        var fields = new HeaderFields();
        fields.Set("offset", new string('9', 10_000));
        Assert.False(OffsetResponseHeader.TryRead(fields, out _, out var error));
        Assert.InRange(error.Length, 32, 120);
    }

    [Fact]
    public void TryRead_OptionalFields_MayBeAbsent()
    {
        var fields = new HeaderFields();
        Assert.True(UnregisterClientRequestHeader.TryRead(fields, out var unregister, out _));
        Assert.Equal((null, null, null), (unregister.ClientId, unregister.ProducerGroup, unregister.ConsumerGroup));
        new ConsumerSendMsgBackRequestHeader { Offset = 1, Group = "g", DelayLevel = -1 }.Write(fields);
        Assert.True(ConsumerSendMsgBackRequestHeader.TryRead(fields, out var back, out _));
        Assert.Equal((null, null, false, null), (back.OriginMsgId, back.OriginTopic, back.UnitMode, back.MaxReconsumeTimes));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void GetRouteInfo_AcceptStandardJsonOnly_HasThreeStates(string? text, bool? expected)
    {
        var fields = new HeaderFields();
        fields.Add("topic"u8, "T");
        fields.Add("acceptStandardJsonOnly"u8, text);
        Assert.True(GetRouteInfoRequestHeader.TryRead(fields, out var header, out _));
        Assert.Equal(expected, header.AcceptStandardJsonOnly);
        var written = new HeaderFields();
        header.Write(written);
        Assert.Equal(text, written.GetString("acceptStandardJsonOnly"u8));
    }

    [Fact]
    public void SendMessageResponse_Batch_JoinsIdsByCommas()
    {
        var fields = new HeaderFields();
        SendMessageResponseHeader.Write(fields, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 10911), [0, 1024], 3, 7);
        Assert.True(SendMessageResponseHeader.TryRead(fields, out var header, out _));
        Assert.Equal("7F00000100002A9F0000000000000000,7F00000100002A9F0000000000000400", header.MessageId);
        Assert.Equal((3, 7L, true), (header.QueueId, header.QueueOffset, header.TraceOn));
    }
}
