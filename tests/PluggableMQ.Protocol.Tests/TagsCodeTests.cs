using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class TagsCodeTests
{
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromHours(2)];

    [Theory]
    [InlineData("TAGS\u0001TagA", 2598919)]
    [InlineData("KEYS\u0001k\u0002TAGS\u0001TagA\u0002", 2598919)]
    [InlineData("KEYS\u0001k", 0)]
    [InlineData("", 0)]
    [InlineData("TAGS\u0001polygenelubricants", int.MinValue)]
    public void Compute_Properties_GivesTheSignExtendedHash(string properties, long expected)
        => Assert.Equal(expected, TagsCode.Compute(Encoding.UTF8.GetBytes(properties)));

    [Theory]
    [InlineData("DELAY\u00011", 1001000)]
    [InlineData("DELAY\u00012\u0002TAGS\u0001TagA", 1005000)]
    [InlineData("DELAY\u00013", 8200000)]
    [InlineData("DELAY\u000199999999999", 8200000)]
    [InlineData("DELAY\u00010\u0002TAGS\u0001TagA", 2598919)]
    [InlineData("DELAY\u0001-1\u0002TAGS\u0001TagA", 2598919)]
    [InlineData("DELAY\u0001x\u0002TAGS\u0001TagA", 2598919)]
    [InlineData("TAGS\u0001TagA", 2598919)]
    public void ComputeForDelay_Level_GivesTheDeliveryTime(string properties, long expected)
        => Assert.Equal(expected, TagsCode.ComputeForDelay(Encoding.UTF8.GetBytes(properties), 1000000, Delays));

    [Fact]
    public void ComputeForDelay_NoLevels_AddsASecond()
        => Assert.Equal(1001000, TagsCode.ComputeForDelay("DELAY\u00015"u8, 1000000, []));
}
