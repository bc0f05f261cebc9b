using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public sealed class ConsistentHashStrategyTests : IDisposable
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 4000).Select(i => $"order-{i}")];

    private readonly ConsistentHashStrategy _strategy = new(virtualNodes: 100);

    public void Dispose() => _strategy.Dispose();

    [Fact]
    public void Select_SameKey_IsTheSameQueueInEveryProducer()
    {
        using var other = new ConsistentHashStrategy(virtualNodes: 100);
        var queues = Queues.Of(4, "a", "b");

        Assert.All(Keys, key => Assert.Equal(_strategy.Pick(queues, key), other.Pick(Queues.Of(4, "a", "b"), key)));
    }

    [Fact]
    public void Select_ManyKeys_GivesEveryQueueItsShare()
    {
        var shares = Keys.CountBy(key => _strategy.Pick(Queues.Of(4, "a", "b"), key)).ToDictionary();

        // 500 each on average.
        Assert.Equal(8, shares.Count);
        Assert.All(shares.Values, share => Assert.InRange(share, 250, 1000));
    }

    [Fact]
    public void Select_BrokerGone_MovesOnlyItsKeys()
    {
        var before = Keys.ToDictionary(key => key, key => _strategy.Pick(Queues.Of(4, "a", "b", "c"), key));
        var after = Keys.ToDictionary(key => key, key => _strategy.Pick(Queues.Of(4, "a", "b"), key));

        Assert.All(Keys.Where(key => before[key].BrokerName != "c"), key => Assert.Equal(before[key], after[key]));
    }

    [Fact]
    public void Select_QueueAdded_MovesKeysOnlyToIt()
    {
        var before = Keys.ToDictionary(key => key, key => _strategy.Pick(Queues.Of(4, "a"), key));
        var after = Keys.ToDictionary(key => key, key => _strategy.Pick(Queues.Of(5, "a"), key));

        var moved = Keys.Where(key => before[key] != after[key]).ToArray();
        Assert.All(moved, key => Assert.Equal(4, after[key].QueueId));
        Assert.InRange(moved.Length, 1, Keys.Length / 2);
    }

    [Fact]
    public void Select_Retry_IsWhereTheKeyWouldBeWithoutTheBroker()
    {
        var all = Queues.Of(4, "a", "b", "c");
        var without = Queues.Of(4, "b", "c");

        foreach (var key in Keys.Where(key => _strategy.Pick(all, key).BrokerName == "a"))
            Assert.Equal(_strategy.Pick(without, key), _strategy.Pick(all, key, last: "a"));
    }

    [Fact]
    public void Select_RetryOnTheOnlyBroker_KeepsTheKeysQueue()
    {
        var queues = Queues.Of(4, "a");

        Assert.Same(_strategy.Pick(queues, "k"), _strategy.Pick(queues, "k", last: "a"));
    }

    [Fact]
    public void Select_MoreTopicsThanTheBound_KeepsABoundedNumberOfRings()
    {
        for (var i = 0; i < 5000; i++)
        {
            MessageQueue[] queues = [new($"T{i}", "a", 0)];
            Assert.Same(queues[0], _strategy.Select(new QueueSelectionRequest { Topic = $"T{i}", Queues = queues, SelectionKey = "k" }));
        }

        Assert.InRange(_strategy.RingCount, 1, 1024);
    }
}
