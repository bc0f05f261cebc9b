using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Protocol.Tests.Bodies;

/// <summary>The files of a store that Java wrote come out byte for byte.</summary>
public class ConfigFileTests
{
    [Fact]
    public void EncodePretty_JavasTopicsFile_GivesTheSameBytes()
    {
        var file = ReadFile("topics.json");
        var topics = TopicConfigSerializeWrapper.Decode(file);
        Assert.Equal(4, topics.TopicConfigTable["CapTopic"].WriteQueueNums);
        Assert.Equal(file, topics.EncodePretty());
    }

    [Fact]
    public void EncodePretty_JavasSubscriptionGroupFile_GivesTheSameBytes()
    {
        var file = ReadFile("subscriptionGroup.json");
        var groups = SubscriptionGroupWrapper.Decode(file);
        Assert.Equal(16, groups.SubscriptionGroupTable["cap_consumer_group"].RetryMaxTimes);
        Assert.Equal(file, groups.EncodePretty());
    }

    [Fact]
    public void EncodePretty_JavasConsumerOffsetFile_GivesTheSameBytes()
    {
        var file = ReadFile("consumerOffset.json");
        var offsets = ConsumerOffsetTable.Decode(file);
        Assert.Equal(6, offsets.OffsetTable["CapTopic@cap_lite_group"][0]);
        Assert.Equal(file, offsets.EncodePretty());
    }

    [Fact]
    public void EncodePretty_JavasDelayOffsetFile_GivesTheSameBytes()
    {
        var file = ReadFile("delayOffset.json");
        var offsets = DelayOffsetTable.Decode(file);
        Assert.Equal([2, 3], offsets.OffsetTable.Keys);
        Assert.Equal(file, offsets.EncodePretty());
    }

    private static byte[] ReadFile(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "config", name));
}
