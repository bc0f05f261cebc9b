using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public class StandardOptionsTests
{
    [Fact]
    public void Read_Rooms_AreSplit()
    {
        var options = StandardOptions.Read(new PluginHarness(new StandardPlugin(), ("machineRooms", " sh, bj "), ("brokerRooms", "broker-1 = sh, broker-2=bj")).Options);

        Assert.Equal(["sh", "bj"], options.MachineRooms);
        Assert.Equal(("sh", "bj"), (options.BrokerRooms["broker-1"], options.BrokerRooms["broker-2"]));
    }

    [Fact]
    public void Configure_SeveralWrongOptions_NamesThemAll()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new StandardPlugin(),
            ("virtualNodes", "0"), ("brokerRooms", "broker-1,x=y,x=z"), ("inFlightSeconds", "soon"), ("maxQueues", "1")));

        Assert.Equal(5, exception.Failures.Count);
        Assert.Contains("option 'brokerRooms' holds 'broker-1'; write broker=room, separated by commas.", exception.Failures);
        Assert.Contains("option 'brokerRooms' names broker 'x' twice.", exception.Failures);
    }
}
