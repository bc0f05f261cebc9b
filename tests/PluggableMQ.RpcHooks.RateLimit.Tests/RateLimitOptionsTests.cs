using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

public class RateLimitOptionsTests
{
    [Fact]
    public void Read_Overrides_AreTakenInOrder()
    {
        var harness = new PluginHarness(new RateLimitPlugin(),
            ("overrides:0:group", "g"), ("overrides:0:messagesPerSecond", "5"), ("overrides:0:burst", "9"),
            ("overrides:1:topic", "T"), ("overrides:1:messagesPerSecond", "0"));

        var overrides = RateLimitOptions.Read(harness.Options).Overrides;

        Assert.Equal(("g", null, 5, 9), (overrides[0].Group, overrides[0].Topic, overrides[0].Limit!.MessagesPerSecond, overrides[0].Limit!.Burst));
        Assert.Equal((null, "T", null), (overrides[1].Group, overrides[1].Topic, overrides[1].Limit));
    }

    [Fact]
    public void Configure_SeveralWrongOptions_NamesThemAll()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new RateLimitPlugin(),
            ("messagesPerSecond", "-1"), ("scope", "topic"), ("overrides:0:group", "g"), ("overrides:0:messagesPerSecond", "many"),
            ("overrides:1:messagesPerSecond", "1"), ("maxBuckets", "1")));

        Assert.Equal(5, exception.Failures.Count);
        Assert.Contains("option 'overrides[0].group' is given, but scope 'topic' tells no groups apart; use scope groupAndTopic.", exception.Failures);
        Assert.Contains("option 'overrides[0].messagesPerSecond' is 'many'; write a whole number from 0 to 1000000.", exception.Failures);
        Assert.Contains("option 'overrides[1]' names neither group nor topic; what is for all stands in messagesPerSecond.", exception.Failures);
    }

    [Fact]
    public void Configure_UnknownScope_ListsTheKnownOnes()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new RateLimitPlugin(), ("scope", "broker")));

        Assert.Equal("option 'scope' is 'broker'; write group, topic or groupAndTopic.", Assert.Single(exception.Failures));
    }
}
