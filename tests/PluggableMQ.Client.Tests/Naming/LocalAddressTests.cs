using System.Net;
using PluggableMQ.Client.Naming;

namespace PluggableMQ.Client.Tests.Naming;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("127.0.0.1 192.168.1.4 10.0.0.7 192.0.2.9", "10.0.0.7")]
    [InlineData("fe80::1%3 2001:db8::5 172.16.0.3", "172.16.0.3")]
    [InlineData("127.0.0.1 192.168.1.4 192.168.2.5", "192.168.2.5")]
    [InlineData("127.0.0.1 2001:db8::5 2001:db8::6", "[2001:db8::5]")]
    [InlineData("fe80::1%3", "[fe80::1]")]
    [InlineData("127.0.0.1 ::1", "127.0.0.1")]
    [InlineData("", "127.0.0.1")]
    public void Choose_AddressesOfAMachine_PicksAsJavaDoes(string addresses, string expected)
        => Assert.Equal(expected, LocalAddress.Choose(addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)));
}
