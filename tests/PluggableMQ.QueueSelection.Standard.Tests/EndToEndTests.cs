using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public class EndToEndTests
{
    private const string Id = "PluggableMQ.QueueSelection.Standard";

    [Theory]
    [InlineData("hash")]
    [InlineData("consistent-hash")]
    public async Task Send_WithShardingKeys_KeepsEachKeyInOneQueue(string selection)
    {
        await using var queue = ComposedQueue.Open(Id, _ => $$""" "queueSelection": "{{selection}}", "options": { "{{Id}}": { "virtualNodes": 50 } } """);
        var (address, _) = await queue.StartNameServerAsync();
        await queue.StartBrokerAsync("broker-a", address);
        var producer = await queue.StartProducerAsync(address);

        var used = new Dictionary<string, HashSet<int>>();
        for (var i = 0; i < 60; i++)
        {
            var message = new Message { Topic = "Orders", Body = "x"u8.ToArray() };
            var key = $"order-{i % 20}";
            message.Properties[PropertyNames.ShardingKey] = key;
            var sent = await ComposedQueue.SendPatientlyAsync(producer, message);
            if (!used.TryGetValue(key, out var queues)) used[key] = queues = [];
            queues.Add(sent.Queue.QueueId);
        }

        Assert.All(used.Values, queues => Assert.Single(queues));
        Assert.True(used.Values.SelectMany(queues => queues).Distinct().Count() > 1);
        Assert.Equal([$"queueSelection {selection}"], queue.InUse(Id));
    }

    [Fact]
    public async Task Send_MachineRoom_StaysInTheRoom()
    {
        await using var queue = ComposedQueue.Open(Id, _ => $$""" "queueSelection": "machine-room", "options": { "{{Id}}": { "machineRooms": "sh" } } """);
        var (address, _) = await queue.StartNameServerAsync();
        await queue.StartBrokerAsync("bj-far", address);
        await queue.StartBrokerAsync("sh-near", address);
        var producer = await queue.StartProducerAsync(address);

        for (var i = 0; i < 20; i++)
        {
            // A topic of its own each time: its first message could go to either broker.
            var sent = await ComposedQueue.SendPatientlyAsync(producer, new Message { Topic = $"Orders{i}", Body = "x"u8.ToArray() });
            Assert.Equal("sh-near", sent.Queue.BrokerName);
        }
    }

    [Theory]
    [InlineData("random")]
    [InlineData("least-in-flight")]
    public async Task Send_ManyMessages_UsesSeveralQueues(string selection)
    {
        await using var queue = ComposedQueue.Open(Id, _ => $$""" "queueSelection": "{{selection}}" """);
        var (address, _) = await queue.StartNameServerAsync();
        await queue.StartBrokerAsync("broker-a", address);
        var producer = await queue.StartProducerAsync(address);

        var used = new HashSet<int>();
        for (var i = 0; i < 60; i++) used.Add((await ComposedQueue.SendPatientlyAsync(producer, new Message { Topic = "Orders", Body = "x"u8.ToArray() })).Queue.QueueId);

        Assert.Equal(4, used.Count);
    }
}
