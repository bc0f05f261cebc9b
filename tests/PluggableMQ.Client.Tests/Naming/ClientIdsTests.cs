using System.Globalization;
using PluggableMQ.Client.Naming;
using PluggableMQ.Testing;

namespace PluggableMQ.Client.Tests.Naming;

public sealed class ClientIdsTests
{
    [Theory]
    [InlineData(null, false, "192.0.2.2@orders")]
    [InlineData("unit1", false, "192.0.2.2@orders@unit1")]
    [InlineData(" ", false, "192.0.2.2@orders")]
    [InlineData(null, true, "192.0.2.2@orders@STREAM")]
    [InlineData("unit1", true, "192.0.2.2@orders@unit1@STREAM")]
    public void Create_AddressInstanceUnitAndStream_AreJoined(string? unit, bool stream, string expected)
        => Assert.Equal(expected, ClientIds.Create(new MqClientOptions { ClientIP = "192.0.2.2", UnitName = unit }, "orders", stream));

    [Fact]
    public void GetInstanceName_DefaultName_BecomesProcessAndNanoseconds()
    {
        var clock = new ManualClock();
        clock.Advance(TimeSpan.FromSeconds(1));

        var name = ClientIds.GetInstanceName(new MqClientOptions(), keepDefault: false, clock);

        var nanoseconds = (Int128)clock.GetTimestamp() * 100;
        Assert.Equal($"{Environment.ProcessId}#{nanoseconds.ToString(CultureInfo.InvariantCulture)}", name);
    }

    [Theory]
    [InlineData("DEFAULT", true, "DEFAULT")]
    [InlineData("orders", false, "orders")]
    [InlineData("orders", true, "orders")]
    public void GetInstanceName_OtherNameOrBroadcasting_Stays(string configured, bool keepDefault, string expected)
        => Assert.Equal(expected, ClientIds.GetInstanceName(new MqClientOptions { InstanceName = configured }, keepDefault, TimeProvider.System));
}
