using System.Net;
using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class OffsetMessageIdTests
{
    [Theory]
    [InlineData("127.0.0.1:10911", 1024, "7F00000100002A9F0000000000000400")]
    [InlineData("[::ffff:127.0.0.1]:10911", 1024, "7F00000100002A9F0000000000000400")]
    [InlineData("[2001:db8::1]:10911", -1, "20010DB800000000000000000000000100002A9FFFFFFFFFFFFFFFFF")]
    public void Create_Place_GivesJavasText(string host, long offset, string expected)
    {
        var endpoint = IPEndPoint.Parse(host);
        Assert.Equal(expected, OffsetMessageId.Create(endpoint, offset));
        var target = new byte[OffsetMessageId.MaxLength];
        Assert.True(OffsetMessageId.TryWrite(target, endpoint, offset, out var written));
        Assert.Equal(expected, Encoding.ASCII.GetString(target, 0, written));
        Assert.False(OffsetMessageId.TryWrite(target.AsSpan(0, written - 1), endpoint, offset, out _));
    }

    [Theory]
    [InlineData("7F00000100002A9F0000000000000400", "127.0.0.1:10911", 1024)]
    [InlineData("7f00000100002a9f0000000000000400", "127.0.0.1:10911", 1024)]
    [InlineData("20010DB800000000000000000000000100002A9F0000000000000001", "[2001:db8::1]:10911", 1)]
    public void TryParse_Id_GivesThePlace(string id, string host, long offset)
    {
        Assert.True(OffsetMessageId.TryParse(id, out var endpoint, out var parsed));
        Assert.Equal(IPEndPoint.Parse(host), endpoint);
        Assert.Equal(offset, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7F00000100002A9F000000000000040")]
    [InlineData("7F00000100002A9F00000000000004000")]
    [InlineData("7G00000100002A9F0000000000000400")]
    [InlineData("7F000001FFFFFFFF0000000000000400")]
    public void TryParse_NotAnId_Fails(string? id) => Assert.False(OffsetMessageId.TryParse(id, out _, out _));
}
