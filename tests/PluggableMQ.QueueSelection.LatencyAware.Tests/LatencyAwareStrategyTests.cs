using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.PluginShared;
using PluggableMQ.Testing;

namespace PluggableMQ.QueueSelection.LatencyAware.Tests;

public sealed class LatencyAwareStrategyTests : IDisposable
{
    private static readonly MessageQueue[] Queues = [new("T", "a", 0), new("T", "a", 1), new("T", "b", 0), new("T", "b", 1)];

    private readonly ManualClock _clock = new();
    private readonly LatencyAwareStrategy _strategy;

    public LatencyAwareStrategyTests() => _strategy = Create(new LatencyAwareOptions());

    public void Dispose() => _strategy.Dispose();

    private LatencyAwareStrategy Create(LatencyAwareOptions options)
        => new(options, new QueueSelectionContext("g", _clock, NullLoggerFactory.Instance), new RotatingIndex(static () => -1));

    private MessageQueue Select(MessageQueue[]? queues = null, string? last = null)
        => _strategy.Select(new QueueSelectionRequest { Topic = "T", Queues = queues ?? Queues, Attempt = last is null ? 0 : 1, LastBrokerName = last });

    private void Report(string broker, int milliseconds, SendResultKind result = SendResultKind.Succeeded)
        => _strategy.Report(new SendOutcome(new MessageQueue("T", broker, 0), TimeSpan.FromMilliseconds(milliseconds), result));

    private HashSet<string> SelectedBrokers() => [.. Enumerable.Range(0, 8).Select(_ => Select().BrokerName)];

    [Fact]
    public void Select_NothingReported_IsRoundRobin()
        => Assert.Equal([Queues[0], Queues[1], Queues[2], Queues[3], Queues[0]], Enumerable.Range(0, 5).Select(_ => Select()));

    [Theory]
    [InlineData(549, 0)]
    [InlineData(550, 30)]
    [InlineData(999, 30)]
    [InlineData(1000, 60)]
    [InlineData(2000, 120)]
    [InlineData(3000, 180)]
    [InlineData(14_999, 180)]
    [InlineData(15_000, 600)]
    public void Report_SlowSend_LeavesTheBrokerAloneForItsTime(int milliseconds, int seconds)
    {
        Report("a", milliseconds);

        if (seconds > 0)
        {
            Assert.Equal(["b"], SelectedBrokers());
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(["b"], SelectedBrokers());
            _clock.Advance(TimeSpan.FromTicks(1));
        }

        Assert.Equal(["a", "b"], SelectedBrokers().Order());
    }

    [Theory]
    [InlineData(SendResultKind.Failed)]
    [InlineData(SendResultKind.Rejected)]
    public void Report_FailureHoweverQuick_CountsAsThirtySeconds(SendResultKind result)
    {
        Report("a", 1, result);

        _clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(["b"], SelectedBrokers());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a", "b"], SelectedBrokers().Order());
    }

    [Fact]
    public void Report_GoodSendAfterABadOne_MakesTheBrokerAvailableAtOnce()
    {
        Report("a", 1, SendResultKind.Failed);
        Report("a", 5);

        Assert.Equal(["a", "b"], SelectedBrokers().Order());
    }

    [Fact]
    public void Select_AllUnavailable_TakesTheBetterHalf()
    {
        Report("a", 3000);
        Report("b", 600);

        // Two brokers: the better half is the one with the lower latency. Each pick uses up three numbers, the last one mod 2 decides.
        Assert.Equal([Queues[2], Queues[3], Queues[2], Queues[3]], Enumerable.Range(0, 4).Select(_ => Select()));
    }

    [Fact]
    public void Select_AllUnavailableOfFour_RotatesThroughTheBetterTwo()
    {
        MessageQueue[] queues = [new("T", "a", 0), new("T", "b", 0), new("T", "c", 0), new("T", "d", 0)];
        Report("a", 4000);
        Report("b", 700);
        Report("c", 5000);
        Report("d", 600);

        var picks = Enumerable.Range(0, 4).Select(_ => Select(queues).BrokerName).ToArray();

        Assert.Equal(["b", "d"], picks[..2].Order());
        Assert.Equal(picks[..2], picks[2..]);
    }

    [Fact]
    public void Select_BestBrokerHasNoQueueOfTheTopic_TakesTheNextQueueAndForgetsThatBroker()
    {
        Report("elsewhere", 1);
        Report("a", 4000);
        Report("b", 5000);

        // "elsewhere" is the better half of three; it serves nothing here, so the next queue in turn is used: numbers 0 and 1 are drawn.
        Assert.Equal(Queues[1], Select());
        Assert.Equal("a", Select().BrokerName);
    }

    [Fact]
    public void Select_OneSlowAndOneThatRefusesAtOnce_TakesTheSlowOne()
    {
        Report("b", 600);
        Report("a", 1, SendResultKind.Failed);

        Assert.Equal(["b"], SelectedBrokers());
    }

    [Fact]
    public void Select_RetryWithAllUnavailable_TakesAnotherBrokerThanTheLast()
    {
        Report("a", 3000);
        Report("b", 600);

        Assert.All(Enumerable.Range(0, 8), _ => Assert.Equal("a", Select(last: "b").BrokerName));
        Assert.All(Enumerable.Range(0, 8), _ => Assert.Equal("b", Select(last: "a").BrokerName));
    }

    [Fact]
    public void Select_RetryWithTheLastBrokerAvailable_TakesAnother()
        => Assert.All(Enumerable.Range(0, 8), _ => Assert.Equal("b", Select(last: "a").BrokerName));

    [Fact]
    public void Select_RetryAndBestBrokerHasNoQueueOfTheTopic_TakesAnotherBrokerThanTheLast()
    {
        for (var i = 0; i < 8; i++)
        {
            Report("elsewhere", 1);
            Report("a", 4000);
            Report("b", 5000);
            Assert.Equal("b", Select(last: "a").BrokerName);
        }
    }

    [Fact]
    public void Select_RetryWithOneBrokerOnly_TakesIt()
    {
        MessageQueue[] queues = [new("T", "a", 0), new("T", "a", 1)];
        Report("elsewhere", 20_000);
        Report("a", 1, SendResultKind.Failed);

        Assert.All(Enumerable.Range(0, 8), _ => Assert.Equal("a", Select(queues, last: "a").BrokerName));
    }

    [Fact]
    public void Report_MoreBrokersThanTheBound_ForgetsTheOneAvailableLongest()
    {
        var table = new FaultTable(maxBrokers: 2);
        table.Update("old", 1, availableFrom: 10);
        table.Update("bad", 1, availableFrom: 900);

        table.Update("new", 1, availableFrom: 20);

        Assert.Equal(2, table.Count);
        Assert.False(table.IsAvailable("bad", now: 500));
        Assert.False(table.IsAvailable("new", now: 15));
        Assert.True(table.IsAvailable("old", now: 5));
    }

    [Fact]
    public void PickOneAtLeast_MixedBrokers_PutsAvailableFirstThenLatencyThenStart()
    {
        var table = new FaultTable(maxBrokers: 16);
        Assert.Null(table.PickOneAtLeast(now: 0));
        table.Update("unavailable quick", 1, availableFrom: 100);
        table.Update("available slow", 9, availableFrom: 5);
        table.Update("available slow, later", 9, availableFrom: 6);

        Assert.Equal("available slow", table.PickOneAtLeast(now: 50));
    }

    [Fact]
    public void SelectAndReport_SteadyState_AllocateNothing()
    {
        Report("a", 4000);
        Report("b", 5000);
        Select();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _strategy.Select(new QueueSelectionRequest { Topic = "T", Queues = Queues });
            _strategy.Report(new SendOutcome(Queues[i % 4], TimeSpan.FromMilliseconds(4000), SendResultKind.Succeeded));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
