namespace PluggableMQ.QueueSelection.Standard.Tests;

public class RandomStrategyTests
{
    private readonly RandomStrategy _strategy = new();

    [Fact]
    public void Select_ManyTimes_ReachesEveryQueue()
    {
        var queues = Queues.Of(2, "a", "b");

        Assert.Equal(queues, Enumerable.Range(0, 1000).Select(_ => _strategy.Pick(queues)).Distinct().Order());
    }

    [Fact]
    public void Select_Retry_ReachesEveryQueueOfOtherBrokersOnly()
    {
        var queues = Queues.Of(2, "a", "b", "c");

        Assert.Equal(Queues.Of(2, "a", "c"), Enumerable.Range(0, 1000).Select(_ => _strategy.Pick(queues, last: "b")).Distinct().Order());
    }

    [Fact]
    public void Select_RetryOnTheOnlyBroker_StaysThere() => Assert.Equal("a", _strategy.Pick(Queues.Of(2, "a"), last: "a").BrokerName);
}
