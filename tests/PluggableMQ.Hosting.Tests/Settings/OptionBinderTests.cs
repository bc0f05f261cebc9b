using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.Tests.Settings;

public class OptionBinderTests
{
    private readonly Sample _sample = new();

    [Fact]
    public void Keys_Properties_AreWrittenInRocketMqsCase()
        => Assert.Equal(["listenPort", "brokerIP1", "size", "enabled", "ratio", "mode", "limit"], new OptionBinder(_sample).Keys);

    [Theory]
    [InlineData("listenPort", "10911", "10911")]
    [InlineData("listenPort", " 7 ", "7")]
    [InlineData("brokerIP1", "10.0.0.1", "10.0.0.1")]
    [InlineData("size", "1073741824000", "1073741824000")]
    [InlineData("enabled", "TRUE", "true")]
    [InlineData("ratio", "0.5", "0.5")]
    [InlineData("mode", "safe", "Safe")]
    [InlineData("limit", "3", "3")]
    public void Set_GoodText_IsInForce(string key, string text, string expected)
    {
        var binder = new OptionBinder(_sample);

        Assert.Null(binder.Set(key, text));
        Assert.Equal(expected, binder.Get(key));
    }

    [Theory]
    [InlineData("listenPort", "x", "is not a whole number of 32 bits.")]
    [InlineData("listenPort", "99999999999", "is not a whole number of 32 bits.")]
    [InlineData("size", "1.5", "is not a whole number.")]
    [InlineData("enabled", "yes", "is not true or false.")]
    [InlineData("ratio", "half", "is not a number.")]
    [InlineData("mode", "9", "is not one of Fast, Safe.")]
    public void Set_WrongText_SaysWhatIsWrongAndChangesNothing(string key, string text, string expected)
    {
        var binder = new OptionBinder(_sample);
        var before = binder.Get(key);

        Assert.Equal(expected, binder.Set(key, text));
        Assert.Equal(before, binder.Get(key));
    }

    private enum Mode
    {
        Fast,
        Safe,
    }

    private sealed class Sample
    {
        public int ListenPort { get; set; } = 1;

        public string BrokerIP1 { get; set; } = "";

        public long Size { get; set; }

        public bool Enabled { get; set; }

        public double Ratio { get; set; }

        public Mode Mode { get; set; }

        public int? Limit { get; set; }

        public ISet<int> Codes { get; set; } = new HashSet<int>();

        public int Fixed { get; } = 3;
    }
}
