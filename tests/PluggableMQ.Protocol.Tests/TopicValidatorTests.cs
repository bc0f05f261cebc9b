namespace PluggableMQ.Protocol.Tests;

public sealed class TopicValidatorTests
{
    [Theory]
    [InlineData("Topic_1-a", null)]
    [InlineData("%RETRY%group", null)]
    [InlineData("a|b", null)]
    [InlineData(null, "The specified topic is blank.")]
    [InlineData("", "The specified topic is blank.")]
    [InlineData(" \t", "The specified topic is blank.")]
    [InlineData("a b", "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$")]
    [InlineData("a.b", "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$")]
    [InlineData("地区", "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$")]
    [InlineData("../x", "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$")]
    public void Validate_Name_GivesJavasText(string? topic, string? expected) => Assert.Equal(expected, TopicValidator.Validate(topic));

    [Fact]
    public void Validate_Length_AllowsUpTo127()
    {
        Assert.Null(TopicValidator.Validate(new string('x', 127)));
        Assert.Equal("The specified topic is longer than topic max length.", TopicValidator.Validate(new string('x', 128)));
    }

    [Theory]
    [InlineData("TBW102", true, false)]
    [InlineData("SCHEDULE_TOPIC_XXXX", true, true)]
    [InlineData("RMQ_SYS_TRANS_HALF_TOPIC", true, true)]
    [InlineData("RMQ_SYS_TRANS_OP_HALF_TOPIC", true, true)]
    [InlineData("TRANS_CHECK_MAX_TIME_TOPIC", true, true)]
    [InlineData("SELF_TEST_TOPIC", true, true)]
    [InlineData("OFFSET_MOVED_EVENT", true, true)]
    [InlineData("RMQ_SYS_TRACE_TOPIC", true, false)]
    [InlineData("BenchmarkTest", true, false)]
    [InlineData("rmq_sys_anything", true, false)]
    [InlineData("%RETRY%group", false, false)]
    [InlineData("tbw102", false, false)]
    [InlineData("Topic", false, false)]
    public void IsSystemTopic_Name_IsKnown(string topic, bool system, bool forbidden)
    {
        Assert.Equal(system, TopicValidator.IsSystemTopic(topic));
        Assert.Equal(forbidden, TopicValidator.IsSendForbidden(topic));
    }

    [Fact]
    public void TopicNames_OfAGroup_HaveTheirPrefix()
    {
        Assert.Equal("%RETRY%g", TopicNames.RetryTopic("g"));
        Assert.Equal("%DLQ%g", TopicNames.DlqTopic("g"));
        Assert.Equal("DefaultCluster_REPLY_TOPIC", TopicNames.ReplyTopic("DefaultCluster"));
        Assert.True(TopicNames.IsRetryTopic("%RETRY%g") && !TopicNames.IsRetryTopic("%DLQ%g"));
        Assert.True(TopicNames.IsDlqTopic("%DLQ%g") && !TopicNames.IsDlqTopic("g"));
    }

    [Theory]
    [InlineData("CID_ONSAPI_PULL", true)]
    [InlineData("CID_RMQ_SYS_x", true)]
    [InlineData("my_group", false)]
    public void GroupNames_IsSystem_KnowsThem(string group, bool expected) => Assert.Equal(expected, GroupNames.IsSystem(group));

    [Theory]
    [InlineData(6, "RW-")]
    [InlineData(7, "RWX")]
    [InlineData(4, "R--")]
    [InlineData(2, "-W-")]
    [InlineData(8, "---")]
    public void Permission_ToText_IsRocketMqs(int permission, string expected) => Assert.Equal(expected, Permission.ToText(permission));
}
