using PluggableMQ.Client.Validation;

namespace PluggableMQ.Client.Tests.Validation;

public sealed class NameChecksTests
{
    public static TheoryData<string, string> BadTopics => new()
    {
        { "", "The specified topic is blank" },
        { "  ", "The specified topic is blank" },
        { new string('t', 128), "The specified topic is longer than topic max length 127." },
        { "a.b", "The specified topic[a.b] contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$" },
        { "ä", "The specified topic[ä] contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$" },
    };

    public static TheoryData<string, string> BadGroups => new()
    {
        { "", "the specified group is blank" },
        { new string('g', 256), "the specified group is longer than group max length 255." },
        { "a b", "the specified group[a b] contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$" },
    };

    [Theory]
    [MemberData(nameof(BadTopics))]
    public void CheckTopic_NotAcceptable_SaysSoInJavasWords(string topic, string expected)
        => Assert.Equal(expected, Assert.Throws<MqIllegalArgumentException>(() => NameChecks.CheckTopic(topic)).Message);

    [Fact]
    public void CheckTopic_LongestAndOddest_IsAccepted()
    {
        NameChecks.CheckTopic(new string('t', 127));
        NameChecks.CheckTopic("%RETRY%a|b-c_9");
    }

    [Theory]
    [InlineData("SCHEDULE_TOPIC_XXXX")]
    [InlineData("RMQ_SYS_TRANS_HALF_TOPIC")]
    [InlineData("OFFSET_MOVED_EVENT")]
    public void CheckSendAllowed_SystemTopic_IsForbidden(string topic)
        => Assert.Equal($"Sending message to topic[{topic}] is forbidden.", Assert.Throws<MqIllegalArgumentException>(() => NameChecks.CheckSendAllowed(topic)).Message);

    [Fact]
    public void CheckSendAllowed_TemplateTopic_IsAllowed() => NameChecks.CheckSendAllowed("TBW102");

    [Fact]
    public void CheckNotSystem_SystemTopic_IsAConflict()
        => Assert.Equal("The topic[TBW102] is conflict with system topic.", Assert.Throws<MqIllegalArgumentException>(() => NameChecks.CheckNotSystem("TBW102")).Message);

    [Theory]
    [MemberData(nameof(BadGroups))]
    public void CheckGroup_NotAcceptable_SaysSoInJavasWords(string group, string expected)
    {
        Assert.Equal(expected, Assert.Throws<MqIllegalArgumentException>(() => NameChecks.CheckProducerGroup(group)).Message);
        Assert.Equal(expected, Assert.Throws<MqIllegalArgumentException>(() => NameChecks.CheckConsumerGroup(group)).Message);
    }

    [Fact]
    public void CheckGroup_Default_MustBeChanged()
    {
        Assert.Equal(
            "producerGroup can not equal DEFAULT_PRODUCER, please specify another one.",
            Assert.Throws<MqIllegalArgumentException>(() => NameChecks.CheckProducerGroup("DEFAULT_PRODUCER")).Message);
        Assert.Equal(
            "consumerGroup can not equal DEFAULT_CONSUMER, please specify another one.",
            Assert.Throws<MqIllegalArgumentException>(() => NameChecks.CheckConsumerGroup("DEFAULT_CONSUMER")).Message);
        NameChecks.CheckConsumerGroup("DEFAULT_PRODUCER");
    }
}
