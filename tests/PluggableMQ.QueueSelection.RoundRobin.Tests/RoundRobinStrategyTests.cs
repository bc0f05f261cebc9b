using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.RoundRobin.Tests;

public sealed class RoundRobinStrategyTests
{
    private static readonly MessageQueue[] Queues = [new("T", "a", 0), new("T", "a", 1), new("T", "b", 0), new("T", "b", 1)];

    private static RoundRobinStrategy Create(int seed) => new(new RotatingIndex(() => seed));

    private static MessageQueue Select(RoundRobinStrategy strategy, string? last = null, string topic = "T", MessageQueue[]? queues = null)
        => strategy.Select(new QueueSelectionRequest { Topic = topic, Queues = queues ?? Queues, LastBrokerName = last, Attempt = last is null ? 0 : 1 });

    [Fact]
    public void Select_FirstAttempts_GoThroughTheQueuesInOrder()
    {
        using var strategy = Create(seed: 1);

        Assert.Equal([Queues[2], Queues[3], Queues[0], Queues[1], Queues[2]], Enumerable.Range(0, 5).Select(_ => Select(strategy)));
    }

    [Fact]
    public void Select_IndexOverflow_StaysWithinTheQueues()
    {
        using var strategy = Create(seed: int.MaxValue - 1);

        // 2147483647 mod 4 = 3, then -2147483648 masked is 0.
        Assert.Equal([Queues[3], Queues[0], Queues[1]], Enumerable.Range(0, 3).Select(_ => Select(strategy)));
    }

    [Fact]
    public void Select_RetryAfterBroker_SkipsItsQueuesAndUsesUpTheirTurns()
    {
        using var strategy = Create(seed: -1);

        Assert.Equal(Queues[2], Select(strategy, last: "a"));
        Assert.Equal(Queues[3], Select(strategy));
    }

    [Fact]
    public void Select_RetryWithOnlyOneBroker_TakesTheNextQueueAllTheSame()
    {
        using var strategy = Create(seed: -1);
        MessageQueue[] queues = [Queues[0], Queues[1]];

        // Two steps find no other broker, the third number decides.
        Assert.Same(queues[0], Select(strategy, last: "a", queues: queues));
    }

    [Fact]
    public void Select_TwoTopics_AreCountedApart()
    {
        using var strategy = Create(seed: -1);
        Select(strategy, topic: "T");

        Assert.Equal(Queues[0], Select(strategy, topic: "U"));
        Assert.Equal(Queues[1], Select(strategy, topic: "T"));
    }

    [Fact]
    public void Select_TwoThreads_StartApart()
    {
        var seeds = new Queue<int>([-1, 1]);
        using var strategy = new RoundRobinStrategy(new RotatingIndex(seeds.Dequeue));
        Assert.Equal(Queues[0], Select(strategy));

        MessageQueue? other = null;
        var thread = new Thread(() => other = Select(strategy));
        thread.Start();
        thread.Join();

        Assert.Equal(Queues[2], other);
    }

    [Fact]
    public void Select_MoreTopicsThanTheBound_StillServesAndStaysBounded()
    {
        using var index = new RotatingIndex(static () => -1);
        for (var i = 0; i < 4096; i++) index.Next("t" + i);
        Assert.Equal(1, index.Next("t0"));

        index.Next("one too many");

        Assert.Equal(0, index.Next("t0"));
    }

    [Fact]
    public void Select_SteadyState_AllocatesNothing()
    {
        using var strategy = Create(seed: -1);
        Select(strategy);
        Select(strategy, last: "a");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Select(strategy, last: i % 2 == 0 ? null : "a");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
