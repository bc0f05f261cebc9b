using System.Text;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Querying;

public sealed class QueryMessageTests
{
    [Theory]
    [InlineData("commitlog")]
    [InlineData("inmemory")]
    public async Task Query_KeyOfSeveralMessages_FindsThemAll(string store)
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.CreateStore = TestPlugins.Store(store));
        string[] bodies = ["one", "two", "three"];
        foreach (var body in bodies) await broker.AskAsync(Requests.Send("Orders", body, properties: "KEYS\u0001k1 other\u0002UNIQ_KEY\u0001u" + body));
        await broker.AskAsync(Requests.Send("Orders", "not this", properties: "KEYS\u0001k2"));
        await IndexIsBuiltAsync(broker);

        var answer = await broker.AskAsync(
            RequestCode.QueryMessage, ("topic", "Orders"), ("key", "k1"), ("maxNum", 32), ("beginTimestamp", 0), ("endTimestamp", long.MaxValue));

        Assert.Equal(ResponseCode.Success, answer.Code);
        var found = MessageCodec.DecodeAll(answer.Body, decompress: true, 1 << 20).Select(m => Encoding.UTF8.GetString(m.Body.Span)).ToList();
        Assert.Equal(bodies.Order(), found.Order());
    }

    private static async Task IndexIsBuiltAsync(TestBroker broker)
    {
        using var patience = new CancellationTokenSource(TestBroker.Patience);
        while (broker.Services.Store.Health.DispatchBehindBytes > 0) await Task.Delay(1, patience.Token);
    }
}
