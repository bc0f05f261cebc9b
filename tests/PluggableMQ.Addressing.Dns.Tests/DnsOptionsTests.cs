using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace PluggableMQ.Addressing.Dns.Tests;

public class DnsOptionsTests
{
    [Theory]
    [InlineData("_rocketmq._tcp.example.com", "auto", true)]
    [InlineData("ns.example.com", "auto", false)]
    [InlineData("ns.example.com", "srv", true)]
    [InlineData("_x.example.com", "address", false)]
    public void UsesServices_NameAndRecordType_Decide(string name, string type, bool expected)
        => Assert.Equal(expected, DnsOptions.Read(new PluginHarness(new DnsPlugin(), ("name", name), ("recordType", type)).Options).UsesServices);

    [Theory]
    [InlineData("10.0.0.2", "10.0.0.2:53")]
    [InlineData("10.0.0.2:5353", "10.0.0.2:5353")]
    [InlineData("[::1]:5353", "[::1]:5353")]
    public void Read_Resolver_HasTheDnsPortByDefault(string text, string expected)
        => Assert.Equal(expected, DnsOptions.Read(new PluginHarness(new DnsPlugin(), ("resolver", text)).Options).Resolver!.ToString());

    [Fact]
    public void Configure_SeveralWrongOptions_NamesThemAll()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new DnsPlugin(),
            ("name", "http://ns.example.com"), ("recordType", "mx"), ("port", "0"), ("resolver", "dns.example.com")));

        Assert.Equal(4, exception.Failures.Count);
        Assert.Contains("option 'recordType' is 'mx'; write auto, srv or address.", exception.Failures);
        Assert.Contains("option 'resolver' is 'dns.example.com'; write an ip or ip:port, for example 10.0.0.2:53.", exception.Failures);
    }
}
