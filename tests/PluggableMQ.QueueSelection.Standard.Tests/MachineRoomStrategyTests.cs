using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public class MachineRoomStrategyTests
{
    private static MachineRoomStrategy Create(string rooms, params (string Broker, string Room)[] brokers) => new(
        new StandardOptions { MachineRooms = rooms.Split(','), BrokerRooms = brokers.ToDictionary(b => b.Broker, b => b.Room) }, new RotatingIndex(static () => -1));

    private static IEnumerable<string> Brokers(MachineRoomStrategy strategy, MessageQueue[] queues, string? last = null)
        => Enumerable.Range(0, 20).Select(_ => strategy.Pick(queues, last: last).BrokerName).Distinct().Order(StringComparer.Ordinal);

    [Theory]
    [InlineData("sh", "sh@a")]
    [InlineData("bj", "bj-c")]
    [InlineData("sh,bj", "bj-c,sh@a")]
    [InlineData("gz", "bj-c,sh@a,shenzhen-b")]
    public void Select_BrokerNames_PrefersTheRoomsAndElseTakesAll(string rooms, string expected)
    {
        using var strategy = Create(rooms);

        Assert.Equal(expected.Split(','), Brokers(strategy, Queues.Of(2, "sh@a", "shenzhen-b", "bj-c")));
    }

    [Fact]
    public void Select_BrokerRooms_GoBeforeTheName()
    {
        using var strategy = Create("sh", ("broker-1", "sh"), ("sh@moved", "bj"));

        Assert.Equal(["broker-1"], Brokers(strategy, Queues.Of(2, "broker-1", "broker-2", "sh@moved")));
    }

    [Fact]
    public void Select_InTheRoom_Rotates()
    {
        using var strategy = Create("sh");
        var queues = Queues.Of(2, "sh@a", "sh@b");

        Assert.Equal(queues, Enumerable.Range(0, 4).Select(_ => strategy.Pick(queues)));
    }

    [Fact]
    public void Select_Retry_StaysInTheRoomWhileItHasAnotherBroker()
    {
        using var strategy = Create("sh");

        Assert.Equal(["sh@b"], Brokers(strategy, Queues.Of(2, "bj@c", "sh@a", "sh@b"), last: "sh@a"));
        Assert.Equal(["bj@c"], Brokers(strategy, Queues.Of(2, "bj@c", "sh@a"), last: "sh@a"));
        Assert.Equal(["sh@a"], Brokers(strategy, Queues.Of(2, "sh@a"), last: "sh@a"));
    }

    [Fact]
    public void Create_NoRooms_SaysWhichOptionIsMissing()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new MachineRoomStrategy(new StandardOptions()));

        Assert.Contains("option 'machineRooms' is empty", exception.Message, StringComparison.Ordinal);
    }
}
