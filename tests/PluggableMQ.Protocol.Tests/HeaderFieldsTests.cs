using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class HeaderFieldsTests
{
    [Fact]
    public void Add_EveryKind_IsReadAsText()
    {
        var fields = new HeaderFields();
        fields.Add("text"u8, "Größe");
        fields.Add("bytes"u8, "b"u8);
        fields.Add("min"u8, long.MinValue);
        fields.Add("yes"u8, true);
        fields.Add("none"u8, (string?)null);
        Assert.Equal("Größe", fields.GetString("text"u8));
        Assert.Equal("b", fields.GetString("bytes"u8));
        Assert.True(fields.TryGetInt64("min"u8, out var min));
        Assert.Equal(long.MinValue, min);
        Assert.True(fields.GetBoolean("yes"u8));
        Assert.Equal(4, fields.Count);
        Assert.Null(fields.GetString("none"u8));
    }

    [Theory]
    [InlineData("12", true, 12)]
    [InlineData("-2147483648", true, int.MinValue)]
    [InlineData("2147483648", false, 0)]
    [InlineData("", false, 0)]
    [InlineData("1x", false, 0)]
    [InlineData(" 1", false, 0)]
    public void TryGetInt32_Text_AcceptsWholeNumbersInRange(string text, bool expected, int value)
    {
        var fields = new HeaderFields();
        fields.Add("n"u8, text);
        Assert.Equal(expected, fields.TryGetInt32("n"u8, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", false)]
    [InlineData("", false)]
    public void GetBoolean_Text_IsJavas(string text, bool expected)
    {
        var fields = new HeaderFields();
        fields.Add("b"u8, text);
        Assert.Equal(expected, fields.GetBoolean("b"u8));
    }

    [Fact]
    public void Set_ExistingField_KeepsItsPlace()
    {
        var fields = new HeaderFields();
        fields.Add("a"u8, "1");
        fields.Add("b"u8, "2");
        fields.Set("a", "a longer value");
        fields.Set("c", "3");
        Assert.Equal(3, fields.Count);
        Assert.Equal("a", Encoding.UTF8.GetString(fields.GetName(0)));
        Assert.Equal("a longer value", Encoding.UTF8.GetString(fields.GetValue(0)));
        Assert.Equal("3", fields.GetString("c"u8));
    }

    [Fact]
    public void Clear_AfterManyFields_ForgetsThem()
    {
        var fields = new HeaderFields();
        for (var i = 0; i < 1000; i++) fields.Add("name"u8, new string('x', 1000));
        fields.Clear();
        Assert.Equal(0, fields.Count);
        Assert.False(fields.IsPresent);
        fields.Add("n"u8, 5);
        Assert.True(fields.TryGetInt32("n"u8, out var value) && value == 5);
    }

    [Fact]
    public void CopyFrom_Other_AddsItsFieldsAndPresence()
    {
        var source = new HeaderFields();
        source.MarkPresent();
        var target = new HeaderFields();
        target.CopyFrom(source);
        Assert.True(target.IsPresent);
        source.Add("a"u8, "1");
        target.CopyFrom(source);
        Assert.Equal("1", target.GetString("a"u8));
    }

    [Fact]
    public void GetValue_IndexBeyondCount_Throws()
    {
        var fields = new HeaderFields();
        fields.Add("a"u8, "1");
        Assert.Throws<IndexOutOfRangeException>(() => fields.GetValue(1).Length);
    }
}
