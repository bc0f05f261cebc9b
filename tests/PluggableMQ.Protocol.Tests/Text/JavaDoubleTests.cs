using PluggableMQ.Protocol.Text;

namespace PluggableMQ.Protocol.Tests.Text;

public class JavaDoubleTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(-1.25, "-1.25")]
    [InlineData(100.0, "100.0")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(9999999.0, "9999999.0")]
    [InlineData(9999999.999, "9999999.999")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(12345678.5, "1.23456785E7")]
    [InlineData(1e22, "1.0E22")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157E308")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0123, "0.0123")]
    [InlineData(9.99e-4, "9.99E-4")]
    [InlineData(5e-324, "5.0E-324")]
    [InlineData(0.08333333333333333, "0.08333333333333333")]
    [InlineData(0.0333022512321833, "0.0333022512321833")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void ToText_Number_IsJavas(double value, string expected) => Assert.Equal(expected, JavaDouble.ToText(value));

    [Fact]
    public void ToText_RandomNumbers_ReadBack()
    {
        var random = new Random(4711);
        for (var i = 0; i < 20000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value)) continue;
            Assert.Equal(value, double.Parse(JavaDouble.ToText(value), System.Globalization.CultureInfo.InvariantCulture));
            var small = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 9));
            Assert.Equal(small, double.Parse(JavaDouble.ToText(small), System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
