using PluggableMQ.Client.Naming;

namespace PluggableMQ.Client.Tests.Naming;

public sealed class NameServerAddressTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" ", "")]
    [InlineData("a:1;b:2", "a:1,b:2")]
    [InlineData(" a:1 ;; b:2;", "a:1,b:2")]
    [InlineData("http://MQ_INST_1_x.example.org:80", "MQ_INST_1_x.example.org:80")]
    [InlineData("tcp://a:1", "tcp://a:1")]
    public void Split_Setting_GivesAddresses(string? setting, string expected) => Assert.Equal(expected, string.Join(',', NameServerAddress.Split(setting)));

    [Theory]
    [InlineData("http://MQ_INST_1973281269661160_BXmPlOA6.example.org:80", "MQ_INST_1973281269661160_BXmPlOA6")]
    [InlineData("http://MQ_INST_1973281269661160.example.org:80", null)]
    [InlineData("http://example.org:80", null)]
    [InlineData("MQ_INST_1_x.example.org:80", null)]
    [InlineData("http://MQ_INST_1_x", null)]
    [InlineData(null, null)]
    public void GetNamespace_Setting_IsItsInstance(string? setting, string? expected) => Assert.Equal(expected, NameServerAddress.GetNamespace(setting));

    [Fact]
    public void Check_AddressWithoutPort_IsNamed()
    {
        Assert.Contains("'b'", NameServerAddress.Check("a:1;b"), StringComparison.Ordinal);
        Assert.Null(NameServerAddress.Check("a:1;[::1]:2"));
    }
}
