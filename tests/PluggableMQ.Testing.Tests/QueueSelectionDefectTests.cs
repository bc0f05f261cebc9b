using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of selection strategies finds strategies that are wrong, and lets a right one pass.</summary>
public class QueueSelectionDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(GivesACopy), nameof(QueueSelectionContract.Select_OneQueue_IsThatQueue)),
        new(typeof(NeedsTwoQueues), nameof(QueueSelectionContract.Select_OneQueue_IsThatQueue)),
        new(typeof(TakesTheFirst), nameof(QueueSelectionContract.Select_Retry_LeavesTheBrokerThatFailed)),
        new(typeof(RetriesWithTheKeysBroker), nameof(QueueSelectionContract.Select_Retry_LeavesTheBrokerThatFailed)),
        new(typeof(RemembersItsChoice), nameof(QueueSelectionContract.Select_EqualQueuesOfANewRoute_GivesTheInstanceThatIsOffered)),
        new(typeof(KeepsThePosition), nameof(QueueSelectionContract.Select_RouteChanges_GivesQueuesOfTheNewRoute)),
        new(typeof(GivesUpWhenAllFail), nameof(QueueSelectionContract.Select_AllBrokersFail_StillGivesOne)),
        new(typeof(KnowsTheBrokersOfThePast), nameof(QueueSelectionContract.Report_AnyOutcome_IsTaken)),
        new(typeof(WaitsForTheNextReport), nameof(QueueSelectionContract.SelectAndReport_NoTimePasses_DoNotBlock)),
        new(typeof(Races), nameof(QueueSelectionContract.SelectAndReport_ManyThreads_GiveOfferedInstances)),
        new(typeof(ThrowsOnTheSecondDispose), nameof(QueueSelectionContract.Dispose_Twice_IsHarmless)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectStrategy_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    internal abstract class Kit : QueueSelectionContract
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(2);
    }

    internal sealed class Correct : QueueSelectionContract
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context) => new Strategy((in QueueSelectionRequest request) =>
        {
            foreach (var queue in request.Queues)
            {
                if (queue.BrokerName != request.LastBrokerName) return queue;
            }

            return request.Queues[^1];
        });
    }

    internal sealed class TakesTheFirst : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
            => new Strategy((in QueueSelectionRequest request) => request.Queues[0]);
    }

    internal sealed class RetriesWithTheKeysBroker : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context) => new Strategy((in QueueSelectionRequest request) =>
        {
            // A key's messages stay together, also where their broker is gone.
            if (request.SelectionKey is { } key) return request.Queues[key.Length % request.Queues.Length];
            return request.Queues[0].BrokerName == request.LastBrokerName ? request.Queues[^1] : request.Queues[0];
        });
    }

    internal sealed class GivesACopy : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context) => new Strategy((in QueueSelectionRequest request) => request.Queues[0] with { });
    }

    internal sealed class NeedsTwoQueues : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
            => new Strategy((in QueueSelectionRequest request) => request.Queues[request.Queues[0].BrokerName == request.LastBrokerName ? 1 : 0]);
    }

    internal sealed class RemembersItsChoice : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        {
            MessageQueue? chosen = null;
            return new Strategy((in QueueSelectionRequest request) =>
            {
                if (chosen is null || !request.Queues.Contains(chosen)) chosen = request.Queues[0];
                return chosen;
            });
        }
    }

    internal sealed class KeepsThePosition : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        {
            var next = 0;
            var count = 0;
            return new Strategy((in QueueSelectionRequest request) =>
            {
                count = Math.Max(count, request.Queues.Length);
                return request.Queues[next++ % count];
            });
        }
    }

    internal sealed class GivesUpWhenAllFail : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        {
            var failed = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
            return new Strategy(
                (in QueueSelectionRequest request) => request.Queues.ToArray().First(queue => !failed.ContainsKey(queue.BrokerName)),
                outcome =>
                {
                    if (outcome.Result == SendResultKind.Failed) failed[outcome.Queue.BrokerName] = true;
                });
        }
    }

    internal sealed class KnowsTheBrokersOfThePast : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        {
            var known = new System.Collections.Concurrent.ConcurrentDictionary<string, long>();
            return new Strategy(
                (in QueueSelectionRequest request) =>
                {
                    known.TryAdd(request.Queues[0].BrokerName, 0);
                    return request.Queues[0];
                },
                outcome => known[outcome.Queue.BrokerName] = known[outcome.Queue.BrokerName] + 1);
        }
    }

    internal sealed class WaitsForTheNextReport : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        {
            // One send at a time: the second Select waits for the first one's outcome.
            var free = new SemaphoreSlim(1);
            return new Strategy(
                (in QueueSelectionRequest request) =>
                {
                    if (request.SelectionKey is null && !free.Wait(TimeSpan.FromSeconds(5))) throw new TimeoutException();
                    return request.Queues[0];
                });
        }
    }

    internal sealed class Races : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        {
            // The last choice in a field: right for one thread, another's queue for two.
            MessageQueue? current = null;
            var together = new Rendezvous(2);
            return new Strategy((in QueueSelectionRequest request) =>
            {
                current = request.Queues[0];
                together.Meet();
                return current;
            });
        }
    }

    internal sealed class ThrowsOnTheSecondDispose : Kit
    {
        protected override IQueueSelectionStrategy Create(QueueSelectionContext context) => new DisposedOnce();
    }

    private delegate MessageQueue Rule(in QueueSelectionRequest request);

    private sealed class Strategy(Rule rule, Action<SendOutcome>? report = null) : IQueueSelectionStrategy
    {
        public MessageQueue Select(in QueueSelectionRequest request) => rule(request);

        public void Report(in SendOutcome outcome) => report?.Invoke(outcome);
    }

    private sealed class DisposedOnce : IQueueSelectionStrategy, IDisposable
    {
        private bool _disposed;

        public MessageQueue Select(in QueueSelectionRequest request) => request.Queues[0];

        public void Report(in SendOutcome outcome)
        {
        }

        public void Dispose()
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _disposed = true;
        }
    }
}
