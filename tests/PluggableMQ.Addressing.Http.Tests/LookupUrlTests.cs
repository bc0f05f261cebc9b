using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace PluggableMQ.Addressing.Http.Tests;

public class LookupUrlTests
{
    [Theory]
    [InlineData("jmenv.tbsite.net", "nsaddr", null, "http://jmenv.tbsite.net:8080/rocketmq/nsaddr")]
    [InlineData("lookup", "prod", " ", "http://lookup:8080/rocketmq/prod")]
    [InlineData("lookup:8099", "nsaddr", null, "http://lookup:8099/rocketmq/nsaddr")]
    [InlineData("lookup", "nsaddr", "u1", "http://lookup:8080/rocketmq/nsaddr-u1?nofix=1")]
    public void TryBuild_DomainSubgroupUnit_FollowRocketMq(string domain, string subgroup, string? unit, string expected)
        => Assert.Equal(expected, LookupUrl.TryBuild(domain, subgroup, unit)?.AbsoluteUri);

    [Fact]
    public void Configure_DomainThatIsNoHost_Fails()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new HttpPlugin(), ("domain", "no such host:x"), ("timeoutMillis", "0")));

        Assert.Equal(2, exception.Failures.Count);
    }
}
