using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What every <see cref="IQueueSelectionStrategy"/> promises.</summary>
public abstract class QueueSelectionContract : ContractKit
{
    private static readonly SendResultKind[] Results = [SendResultKind.Succeeded, SendResultKind.Rejected, SendResultKind.Failed];

    /// <summary>The clock that strategies are made with.</summary>
    protected ManualClock Clock { get; } = new();

    /// <summary>Makes a strategy.</summary>
    /// <param name="context">The producer that it is for.</param>
    /// <returns>A new strategy; disposed by the kit if it can be.</returns>
    protected abstract IQueueSelectionStrategy Create(QueueSelectionContext context);

    [Fact]
    public void Select_OneQueue_IsThatQueue()
    {
        var strategy = Make();
        var queues = Queues(brokers: 1, each: 1);

        for (var i = 0; i < 10; i++) SelectOffered(strategy, queues, attempt: i, last: i > 0 ? queues[0].BrokerName : null, key: i % 2 == 0 ? null : "k");
    }

    [Fact]
    public void Select_KeysAttemptsAndBrokers_GivesAnOfferedInstance()
    {
        var strategy = Make();
        foreach (var queues in new[] { Queues(1, 2), Queues(2, 1), Queues(3, 4), Queues(16, 16) })
        {
            foreach (var key in new[] { null, "", "order-4711", "größe", new string('k', 10_000) })
            {
                foreach (var last in new[] { null, queues[0].BrokerName, queues[^1].BrokerName, "a-broker-that-is-gone", "" })
                {
                    for (var attempt = 0; attempt < 4; attempt++) SelectOffered(strategy, queues, attempt, last, key);
                }
            }
        }
    }

    [Fact]
    public void Select_Retry_LeavesTheBrokerThatFailed()
    {
        // Nothing was reported: the request alone says which broker just failed.
        var strategy = Make();
        foreach (var (brokers, each) in new[] { (2, 1), (2, 4), (3, 2), (16, 4) })
        {
            foreach (var key in new[] { null, "order-4711", "order-4712" })
            {
                foreach (var last in Queues(brokers, 1).Select(queue => queue.BrokerName))
                {
                    for (var attempt = 1; attempt < 4; attempt++)
                    {
                        var queue = SelectOffered(strategy, Queues(brokers, each), attempt, last, key);
                        Assert.True(
                            queue.BrokerName != last,
                            $"Attempt {attempt} went to {queue}, though {last} of {brokers} brokers had just failed. " +
                            "Avoid request.LastBrokerName where another broker exists.");
                    }
                }
            }
        }
    }

    [Fact]
    public void Select_RouteChanges_GivesQueuesOfTheNewRoute()
    {
        var strategy = Make();
        foreach (var count in new[] { 8, 2, 1, 32, 3, 8 })
        {
            for (var i = 0; i < 50; i++) SelectOffered(strategy, Queues(brokers: count, each: 2), key: i % 3 == 0 ? "same" : null);
        }
    }

    [Fact]
    public void Select_EqualQueuesOfANewRoute_GivesTheInstanceThatIsOffered()
    {
        var strategy = Make();
        var before = Queues(3, 2);
        for (var i = 0; i < 20; i++) SelectOffered(strategy, before, key: "same");

        // Equal by value, other objects: a strategy that remembers the old ones gives them away.
        var after = Queues(3, 2);
        for (var i = 0; i < 20; i++) SelectOffered(strategy, after, key: i % 2 == 0 ? "same" : null);
    }

    [Fact]
    public void Select_SeveralTopics_KeepsThemApart()
    {
        var strategy = Make();
        for (var i = 0; i < 200; i++) SelectOffered(strategy, Queues(2, 1 + (i % 5), topic: "T" + (i % 7)), key: i % 2 == 0 ? "k" : null);
    }

    [Fact]
    public void Select_AllBrokersFail_StillGivesOne()
    {
        var strategy = Make();
        var queues = Queues(3, 2);
        for (var i = 0; i < 100; i++)
        {
            var queue = SelectOffered(strategy, queues, attempt: i % 3, last: i % 3 > 0 ? queues[i % queues.Length].BrokerName : null);
            strategy.Report(new SendOutcome(queue, TimeSpan.FromSeconds(3), SendResultKind.Failed));
        }

        Clock.Advance(TimeSpan.FromHours(1));
        SelectOffered(strategy, queues);
    }

    [Fact]
    public void Report_AnyOutcome_IsTaken()
    {
        var strategy = Make();
        var queues = Queues(2, 2);
        foreach (var result in Results)
        {
            foreach (var elapsed in new[] { TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(700), TimeSpan.FromDays(1) })
            {
                strategy.Report(new SendOutcome(queues[0], elapsed, result));
                // A route can lose a broker while a send to it is on its way.
                strategy.Report(new SendOutcome(new MessageQueue("gone", "a-broker-that-is-gone", 99), elapsed, result));
            }
        }

        SelectOffered(strategy, queues);
    }

    [Fact]
    public async Task SelectAndReport_NoTimePasses_DoNotBlock()
    {
        var strategy = Make();
        var queues = Queues(2, 2);

        for (var i = 0; i < 20; i++)
        {
            var key = i % 2 == 0 ? "k" : null;
            await ReturnAsync(() => SelectOffered(strategy, queues, key: key), "Select");
            await ReturnAsync(() => strategy.Report(new SendOutcome(queues[0], TimeSpan.FromMilliseconds(1), Results[i % 3])), "Report");
        }
    }

    [Fact]
    public async Task SelectAndReport_ManyThreads_GiveOfferedInstances()
    {
        var strategy = Make();
        await ConcurrentlyAsync(8, thread =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var queues = Queues(1 + ((thread + i) % 5), 2, topic: "T" + (i % 11));
                var queue = SelectOffered(strategy, queues, attempt: i % 3, last: i % 3 > 0 ? queues[0].BrokerName : null, key: i % 4 == 0 ? "k" + i : null);
                strategy.Report(new SendOutcome(queue, TimeSpan.FromMilliseconds(i), Results[i % 3]));
            }
        }, "Select and Report on eight threads");
    }

    [Fact]
    public async Task Dispose_Twice_IsHarmless()
    {
        var strategy = Make();
        SelectOffered(strategy, Queues(2, 2));

        await EndAsync(() => DisposeOneAsync(strategy), "Dispose");
        await EndAsync(() => DisposeOneAsync(strategy), "Dispose");
    }

    /// <summary>Makes a strategy for a producer of this name.</summary>
    private protected IQueueSelectionStrategy Make(string group = "contract_producer") => Own(Create(new QueueSelectionContext(group, Clock, NullLoggerFactory.Instance)));

    /// <summary>Queues as a producer offers them: sorted by broker and id, and new objects at each call.</summary>
    private static MessageQueue[] Queues(int brokers, int each, string topic = "ContractTopic")
        => [.. Enumerable.Range(0, brokers).SelectMany(b => Enumerable.Range(0, each).Select(id => new MessageQueue(topic, $"broker-{b:00}", id)))];

    private static MessageQueue SelectOffered(IQueueSelectionStrategy strategy, MessageQueue[] queues, int attempt = 0, string? last = null, string? key = null)
    {
        var queue = strategy.Select(new QueueSelectionRequest { Topic = queues[0].Topic, Queues = queues, Attempt = attempt, LastBrokerName = last, SelectionKey = key });
        Assert.True(
            Array.Exists(queues, offered => ReferenceEquals(offered, queue)),
            $"Select gave {queue?.ToString() ?? "null"}, which is none of the {queues.Length} offered instances. Return an element of request.Queues itself, no copy and nothing remembered.");
        return queue!;
    }
}
