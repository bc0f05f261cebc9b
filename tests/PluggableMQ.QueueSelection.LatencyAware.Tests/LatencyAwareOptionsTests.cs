using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace PluggableMQ.QueueSelection.LatencyAware.Tests;

public class LatencyAwareOptionsTests
{
    [Fact]
    public void Configure_TableOfRocketMq5_IsTaken()
    {
        var harness = new PluginHarness(new LatencyAwarePlugin(),
            ("latencyMax", "50, 100, 550, 1800, 3000, 5000, 15000"), ("notAvailableDuration", "0,0,2000,5000,6000,10000,30000"), ("failureLatency", "10000"));

        var options = LatencyAwareOptions.Read(harness.Options);

        Assert.Equal([50L, 100, 550, 1800, 3000, 5000, 15000], options.LatencyMax);
        Assert.Equal([0L, 0, 2000, 5000, 6000, 10000, 30000], options.NotAvailableDuration);
        Assert.Equal(10_000, options.FailureLatency);
    }

    [Fact]
    public void Configure_SeveralWrongOptions_NamesThemAll()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new LatencyAwarePlugin(),
            ("latencyMax", "50,20"), ("notAvailableDuration", "0,x"), ("failureLatency", "-1"), ("maxBrokers", "many")));

        Assert.Equal(5, exception.Failures.Count);
        Assert.Contains("option 'notAvailableDuration' holds 'x'; write whole milliseconds from 0 to 86400000, separated by commas.", exception.Failures);
        Assert.Contains("option 'failureLatency' is '-1'; write a whole number from 0 to 3600000.", exception.Failures);
        Assert.Contains("option 'latencyMax' is not ascending: 20 follows 50.", exception.Failures);
    }
}
