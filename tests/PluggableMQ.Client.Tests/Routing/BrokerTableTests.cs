using PluggableMQ.Client.Routing;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Tests.Routing;

public sealed class BrokerTableTests
{
    [Fact]
    public void FindMaster_VipChannel_IsTwoPortsBelow()
    {
        var table = Make((0, "h:10911"), (1, "h:10921"));
        Assert.Equal("h:10911", table.FindMaster("b", vip: false));
        Assert.Equal("h:10909", table.FindMaster("b", vip: true));
        Assert.Null(table.FindMaster("other", vip: false));
        Assert.Null(Make((1, "h:10921")).FindMaster("b", vip: true));
    }

    [Theory]
    [InlineData("inmemory://h:10911", "inmemory://h:10909")]
    [InlineData("[::1]:10911", "[::1]:10909")]
    [InlineData("nonsense", "nonsense")]
    public void GetVip_AnyForm_KeepsTheRest(string address, string expected) => Assert.Equal(expected, BrokerAddresses.GetVip(address));

    [Fact]
    public void FindForPull_WishedBroker_IsTaken()
    {
        var table = Make((0, "m:1"), (1, "s1:1"), (2, "s2:1"));
        Assert.Equal(("m:1", false), table.FindForPull("b", 0));
        Assert.Equal(("s1:1", true), table.FindForPull("b", 1));
    }

    [Fact]
    public void FindForPull_WishedBrokerMissing_TriesTheNextSlaveThenAny()
    {
        Assert.Equal(("s2:1", true), Make((0, "m:1"), (2, "s2:1")).FindForPull("b", 1));
        Assert.Equal(("m:1", false), Make((0, "m:1")).FindForPull("b", 1));
        Assert.Equal(("s3:1", true), Make((3, "s3:1")).FindForPull("b", 0));
        Assert.Null(Make().FindForPull("b", 0));
        Assert.Null(Make((0, "m:1")).FindForPull("other", 0));
    }

    [Fact]
    public void RemoveUnknown_AddressInNoRoute_IsForgottenAndEmptyBrokerToo()
    {
        var table = Make((0, "m:1"), (1, "s:1"));
        table.Update([new BrokerData { BrokerName = "gone", BrokerAddrs = { [0] = "g:1" } }]);
        table.SetVersion("g:1", 409);
        table.SetVersion("m:1", 409);

        var changed = table.RemoveUnknown(address => address == "m:1");

        Assert.Equal(["b", "gone"], changed.Order());
        Assert.Equal("m:1", table.FindMaster("b", false));
        Assert.Equal(("m:1", false), table.FindForPull("b", 1));
        Assert.Null(table.FindMaster("gone", false));
        Assert.Equal(0, table.GetVersion("g:1"));
        Assert.Equal(409, table.GetVersion("m:1"));
        Assert.Empty(table.RemoveUnknown(address => address == "m:1"));
    }

    private static BrokerTable Make(params (long Id, string Address)[] addresses)
    {
        var broker = new BrokerData { BrokerName = "b" };
        foreach (var (id, address) in addresses) broker.BrokerAddrs[id] = address;
        var table = new BrokerTable();
        table.Update([broker]);
        return table;
    }
}
