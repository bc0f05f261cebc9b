using PluggableMQ.Abstractions;
using PluggableMQ.Testing;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public class LeastInFlightStrategyTests
{
    private readonly ManualClock _clock = new();

    private LeastInFlightStrategy Create(int maxQueues = 4096) => new(new StandardOptions { InFlightSeconds = 10, MaxQueues = maxQueues }, _clock);

    [Fact]
    public void Select_TwoQueuesOneBusy_TakesTheOther()
    {
        var strategy = Create();
        var queues = Queues.Of(1, "a", "b");
        var busy = strategy.Pick(queues);

        Assert.NotSame(busy, strategy.Pick(queues));
        Assert.All(queues, queue => Assert.Equal(1, strategy.GetInFlight(queue)));
    }

    [Fact]
    public void Select_NoSendEnds_SpreadsNearlyEvenly()
    {
        var strategy = Create();
        var queues = Queues.Of(4, "a", "b");
        for (var i = 0; i < 8000; i++) strategy.Pick(queues);

        Assert.All(queues, queue => Assert.InRange(strategy.GetInFlight(queue), 950, 1050));
    }

    [Fact]
    public void Report_EverySend_LeavesNothingBehind()
    {
        var strategy = Create();
        var queues = Queues.Of(4, "a", "b");

        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 5000; i++) strategy.End(strategy.Pick(queues));
        });

        Assert.All(queues, queue => Assert.Equal(0, strategy.GetInFlight(queue)));
    }

    [Fact]
    public void Report_SendOfAnEqualQueueOfAnOlderRoute_IsCountedOff()
    {
        var strategy = Create();
        strategy.Pick([new MessageQueue("T", "a", 0)]);

        strategy.End(new MessageQueue("T", "a", 0));

        Assert.Equal(0, strategy.GetInFlight(new MessageQueue("T", "a", 0)));
    }

    [Fact]
    public void Report_QueueThatWasNeverSelected_IsIgnored()
    {
        var strategy = Create();
        var queue = new MessageQueue("T", "a", 0);

        strategy.End(queue);
        strategy.Pick([queue]);

        Assert.Equal(1, strategy.GetInFlight(queue));
    }

    [Fact]
    public void Report_SendFromBeforeTheStrategy_TakesNothingAway()
    {
        var strategy = Create();
        var queue = new MessageQueue("T", "a", 0);
        _clock.Advance(TimeSpan.FromSeconds(1));
        strategy.Pick([queue]);

        strategy.End(queue, elapsed: TimeSpan.FromSeconds(2));

        Assert.Equal(1, strategy.GetInFlight(queue));
    }

    [Fact]
    public void Select_NeverReported_IsForgottenAfterTwoPeriods()
    {
        var strategy = Create();
        var queue = new MessageQueue("T", "a", 0);
        strategy.Pick([queue]);

        _clock.Advance(TimeSpan.FromSeconds(10));
        strategy.Pick([queue]);
        Assert.Equal(2, strategy.GetInFlight(queue));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, strategy.GetInFlight(queue));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, strategy.GetInFlight(queue));
    }

    [Fact]
    public void Report_SendOfThePeriodBefore_IsCountedOffThere()
    {
        var strategy = Create();
        var queue = new MessageQueue("T", "a", 0);
        strategy.Pick([queue]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        strategy.Pick([queue]);

        strategy.End(queue, elapsed: TimeSpan.FromSeconds(10));
        Assert.Equal(1, strategy.GetInFlight(queue));
        _clock.Advance(TimeSpan.FromSeconds(10));

        // What is left is the later one.
        Assert.Equal(1, strategy.GetInFlight(queue));
    }

    [Fact]
    public void Report_SendThatWasForgotten_TakesNothingAway()
    {
        var strategy = Create();
        var queue = new MessageQueue("T", "a", 0);
        strategy.Pick([queue]);
        _clock.Advance(TimeSpan.FromSeconds(30));
        strategy.Pick([queue]);

        strategy.End(queue, elapsed: TimeSpan.FromSeconds(30));

        Assert.Equal(1, strategy.GetInFlight(queue));
    }

    [Fact]
    public void Select_Retry_IsOnAnotherBroker()
    {
        var strategy = Create();
        var queues = Queues.Of(2, "a", "b");

        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal("b", strategy.Pick(queues, last: "a").BrokerName));
        Assert.Equal("a", strategy.Pick(Queues.Of(2, "a"), last: "a").BrokerName);
    }

    [Fact]
    public void Table_Full_MakesRoomFromIdleQueuesOnly()
    {
        var table = new InFlightTable(maxQueues: 2);
        MessageQueue busy = new("T", "a", 0), idle = new("T", "a", 1), next = new("T", "a", 2), tooMany = new("T", "a", 3);
        table.Add(busy, period: 1);
        table.Add(idle, period: 1);
        table.Remove(idle, period: 1, begunIn: 1);

        table.Add(next, period: 1);
        table.Add(tooMany, period: 1);

        Assert.Equal([1, 1, 0, 2], [table.Get(busy, 1), table.Get(next, 1), table.Get(tooMany, 1), table.Count]);
    }

    [Fact]
    public void Select_EverNewQueues_StaysWithinTheBound()
    {
        var strategy = Create(maxQueues: 16);

        for (var i = 0; i < 1000; i++)
        {
            MessageQueue[] queues = [new($"T{i}", "a", 0)];
            Assert.Same(queues[0], strategy.Pick(queues));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
