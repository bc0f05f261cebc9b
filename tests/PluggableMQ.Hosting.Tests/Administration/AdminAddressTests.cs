using PluggableMQ.Hosting.Administration;

namespace PluggableMQ.Hosting.Tests.Administration;

public sealed class AdminAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:9878", "127.0.0.1:9878", true)]
    [InlineData("localhost:9878", "127.0.0.1:9878", true)]
    [InlineData("http://127.0.0.1:9878/", "127.0.0.1:9878", true)]
    [InlineData("[::1]:0", "[::1]:0", true)]
    [InlineData("unix:/run/pmq.sock", "unix:/run/pmq.sock", true)]
    [InlineData("0.0.0.0:9878", "0.0.0.0:9878", false)]
    [InlineData("192.0.2.17:9878", "192.0.2.17:9878", false)]
    [InlineData("broker-a.example:9878", "broker-a.example:9878", false)]
    public void TryParse_Address_IsRead(string text, string written, bool isLocal)
    {
        Assert.True(AdminAddress.TryParse(text, out var address, out var complaint), complaint);
        Assert.Equal(written, address.ToString());
        Assert.Equal(isLocal, address.IsLocal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("9878")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:70000")]
    [InlineData("127.0.0.1:-1")]
    [InlineData(":9878")]
    [InlineData("a b:9878")]
    [InlineData("unix:")]
    [InlineData("unix:relative.sock")]
    public void TryParse_Other_SaysWhatToWrite(string text)
    {
        Assert.False(AdminAddress.TryParse(text, out var address, out var complaint));
        Assert.Null(address);
        Assert.Contains("for example", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_SocketPathTooLong_SaysHowLongItMayBe()
    {
        Assert.False(AdminAddress.TryParse($"unix:/{new string('a', 107)}", out _, out var complaint));
        Assert.Contains("107 bytes", complaint, StringComparison.Ordinal);
    }
}
