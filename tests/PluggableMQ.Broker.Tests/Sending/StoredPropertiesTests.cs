using System.Text;
using PluggableMQ.Broker.Sending;

namespace PluggableMQ.Broker.Tests.Sending;

public sealed class StoredPropertiesTests
{
    [Theory]
    [InlineData("", "CLUSTER=C", true, 0, false)]
    [InlineData("TAGS=A;WAIT=true", "TAGS=A;CLUSTER=C", true, 0, false)]
    [InlineData("WAIT=false;TAGS=A", "TAGS=A;CLUSTER=C", false, 0, false)]
    [InlineData("WAIT=TRUE", "CLUSTER=C", true, 0, false)]
    [InlineData("WAIT=yes", "CLUSTER=C", false, 0, false)]
    [InlineData("DELAY=3;TAGS=A;", "DELAY=3;TAGS=A;CLUSTER=C", true, 3, false)]
    [InlineData("DELAY=x", "DELAY=x;CLUSTER=C", true, 0, false)]
    [InlineData("DELAY=-1", "DELAY=-1;CLUSTER=C", true, 0, false)]
    [InlineData("TRAN_MSG=true;KEYS=k", "TRAN_MSG=true;KEYS=k;CLUSTER=C", true, 0, true)]
    [InlineData("CLUSTER=old;TAGS=A", "TAGS=A;CLUSTER=C", true, 0, false)]
    [InlineData(";;=v;n=;TAGS=A", "TAGS=A;CLUSTER=C", true, 0, false)]
    [InlineData("WAITING=1;DELAYED=2", "WAITING=1;DELAYED=2;CLUSTER=C", true, 0, false)]
    public void Create_OfASendersText_KeepsWhatJavaKeeps(string text, string stored, bool wait, int delay, bool isHalf)
    {
        using var properties = StoredProperties.Create(Encode(text), "C"u8);

        Assert.Equal(stored, Decode(properties.Span));
        Assert.Equal((wait, delay, isHalf), (properties.WaitForFlush, properties.DelayLevel, properties.IsHalf));
    }

    [Theory]
    [InlineData("WAIT=true;TAGS=A", "TAGS=A;CLUSTER=C;WAIT=true")]
    [InlineData("WAIT=false", "CLUSTER=C;WAIT=false")]
    [InlineData("TAGS=A", "TAGS=A;CLUSTER=C")]
    public void RestoreWait_AfterCreate_BringsBackWhatWasThere(string text, string stored)
    {
        var properties = StoredProperties.Create(Encode(text), "C"u8);

        properties.RestoreWait();

        Assert.Equal(stored, Decode(properties.Span));
        properties.Dispose();
    }

    [Fact]
    public void Set_OfLongValues_GrowsTheBuffer()
    {
        var properties = StoredProperties.CopyOf(Encode("TAGS=A;RETRY_TOPIC=old"));
        var longValue = new string('界', 5000);

        properties.Set("RETRY_TOPIC"u8, longValue);
        properties.Set("DELAY"u8, 12);

        Assert.Equal($"TAGS=A;RETRY_TOPIC={longValue};DELAY=12", Decode(properties.Span));
        properties.Dispose();
    }

    [Fact]
    public void CopyWith_OfABatchsText_KeepsWait()
    {
        using var properties = StoredProperties.CopyWith(Encode("WAIT=true"), "C"u8);

        Assert.Equal("WAIT=true;CLUSTER=C", Decode(properties.Span));
    }

    private static byte[] Encode(string text) => Encoding.UTF8.GetBytes(text.Replace('=', '\u0001').Replace(';', '\u0002'));

    private static string Decode(ReadOnlySpan<byte> properties)
        => Encoding.UTF8.GetString(properties).Replace('\u0001', '=').Replace('\u0002', ';');
}
