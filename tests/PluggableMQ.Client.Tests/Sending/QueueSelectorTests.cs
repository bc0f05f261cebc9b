using Microsoft.Extensions.Logging;
using NSubstitute;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Client.Exchange;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Sending;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Testing;

namespace PluggableMQ.Client.Tests.Sending;

public sealed class QueueSelectorTests : IDisposable
{
    private static readonly TopicRoute Route = new("T", Support.Routes.Of(2, ("a", "a:1"), ("b", "b:1")));
    private readonly ManualClock _clock = new();
    private readonly LogCollector _log = new();

    [Fact]
    public void Select_WellBehaved_IsTheStrategysChoiceAndSeesTheRequest()
    {
        var strategy = new OrderedStrategy();
        var selector = Make(strategy);

        var chosen = selector.Select(Route, 2, "a", "key");

        Assert.Equal(new MessageQueue("T", "b", 0), chosen);
        Assert.Equal(("T", 2, "a", "key"), Assert.Single(strategy.Asked));
        Assert.Equal(0, selector.Fallbacks);
    }

    [Fact]
    public void Select_StrategyThrows_FallsBackToRoundRobinAndCounts()
    {
        var selector = Make(new Misbehaving(static _ => throw new InvalidOperationException("broken")));

        var chosen = Enumerable.Range(0, 8).Select(_ => selector.Select(Route, 0, null, null)).ToList();

        Assert.All(Route.PublishQueues, queue => Assert.Equal(2, chosen.Count(c => ReferenceEquals(c, queue))));
        Assert.Equal(8, selector.Fallbacks);
    }

    [Fact]
    public void Select_EqualButForeignQueue_IsNotAccepted()
    {
        var selector = Make(new Misbehaving(static _ => new MessageQueue("T", "a", 0)));
        var chosen = selector.Select(Route, 0, null, null);
        Assert.Contains(Route.PublishQueues, queue => ReferenceEquals(queue, chosen));
        Assert.Equal(1, selector.Fallbacks);
    }

    [Fact]
    public void Select_FallbackOnRetry_AvoidsTheLastBroker()
    {
        var selector = Make(new Misbehaving(static _ => null!));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal("b", selector.Select(Route, 1, "a", null).BrokerName));
        var single = new TopicRoute("T", Support.Routes.Of(2, ("a", "a:1")));
        Assert.Equal("a", selector.Select(single, 1, "a", null).BrokerName);
    }

    [Fact]
    public void Select_KeepsMisbehaving_IsLoggedOnceAMinute()
    {
        var selector = Make(new Misbehaving(static _ => null!));
        for (var i = 0; i < 5; i++) selector.Select(Route, 0, null, null);
        _clock.Advance(TimeSpan.FromSeconds(59));
        selector.Select(Route, 0, null, null);
        Assert.Single(_log.Get("StrategyMisbehaved"));

        _clock.Advance(TimeSpan.FromSeconds(1));
        selector.Select(Route, 0, null, null);

        Assert.Equal(2, _log.Get("StrategyMisbehaved").Count);
        Assert.Contains("7 times", _log.Get("StrategyMisbehaved")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Report_StrategyThrows_IsCountedAndGoesOn()
    {
        var strategy = Substitute.For<IQueueSelectionStrategy>();
        strategy.When(s => s.Report(Arg.Any<SendOutcome>())).Throw(new InvalidOperationException("broken"));
        var selector = Make(strategy);

        selector.Report(Route.PublishQueues[0], TimeSpan.Zero, SendResultKind.Failed);

        Assert.Equal(0, selector.Fallbacks);
        Assert.Empty(_log.Get("StrategyMisbehaved"));
        Assert.Contains("Report threw", Assert.Single(_log.Get("StrategyReportFailed")), StringComparison.Ordinal);
    }

    [Fact]
    public void Select_StrategyOfAHostThrows_IsLoggedByItsOwnName()
    {
        var selector = Make(new Wrapped(new Misbehaving(static _ => throw new InvalidOperationException("broken"))));

        selector.Select(Route, 0, null, null);

        Assert.Contains("strategy Misbehaving of", Assert.Single(_log.Get("StrategyMisbehaved")), StringComparison.Ordinal);
    }

    [Fact]
    public void Health_EachWayToMisbehave_IsCountedByItself()
    {
        var health = new ClientHealth(_clock).Selection;
        Assert.Equal((null, null), (health.LastFault, health.SinceLastFault));
        new QueueSelector(new Misbehaving(static _ => throw new InvalidOperationException("broken")), "G", _clock, _log, health).Select(Route, 0, null, null);
        var foreign = new QueueSelector(new Misbehaving(static attempt => attempt == 0 ? null! : new MessageQueue("T", "a", 0)), "G", _clock, _log, health);
        foreign.Select(Route, 0, null, null);
        foreign.Select(Route, 1, null, null);
        _clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal((1L, 2L, 0L), (health.Throws, health.ForeignQueues, health.ReportThrows));
        Assert.Equal(("it returned a queue that was not offered", TimeSpan.FromSeconds(7)), (health.LastFault, health.SinceLastFault));
    }

    public void Dispose() => _log.Dispose();

    private QueueSelector Make(IQueueSelectionStrategy strategy) => new(strategy, "G", _clock, _log);

    private sealed class Misbehaving(Func<int, MessageQueue> select) : IQueueSelectionStrategy
    {
        public MessageQueue Select(in QueueSelectionRequest request) => select(request.Attempt);

        public void Report(in SendOutcome outcome)
        {
        }
    }

    private sealed class Wrapped(IQueueSelectionStrategy strategy)
        : IQueueSelectionStrategy, IExchangeable<IQueueSelectionStrategy>, IExchangeableUse<IQueueSelectionStrategy>
    {
        public IQueueSelectionStrategy Value => strategy;

        public CancellationToken Retiring => CancellationToken.None;

        public IExchangeableUse<IQueueSelectionStrategy> Enter() => this;

        public MessageQueue Select(in QueueSelectionRequest request) => strategy.Select(request);

        public void Report(in SendOutcome outcome) => strategy.Report(outcome);

        public void Dispose()
        {
        }
    }
}
