using System.Text;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of trace dispatchers finds dispatchers that are wrong, and lets a right one pass.</summary>
public class TraceDispatcherDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(KeepsTheBatch), nameof(TraceDispatcherContract.Dispatch_BatchesOneAfterTheOther_MayShareTheirMemory)),
        new(typeof(PublishesAtDispose), nameof(TraceDispatcherContract.Dispatch_BatchesOneAfterTheOther_MayShareTheirMemory)),
        new(typeof(IgnoresTheToken), nameof(TraceDispatcherContract.Dispatch_TokenIsCancelledWhilePublishing_Ends)),
        new(typeof(NeedsKeys), nameof(TraceDispatcherContract.Dispatch_OnlyWhatIsRequired_Ends)),
        new(typeof(NeedsAMessage), nameof(TraceDispatcherContract.Dispatch_OnlyWhatIsRequired_Ends)),
        new(typeof(KnowsSendsOnly), nameof(TraceDispatcherContract.Dispatch_EachType_Ends)),
        new(typeof(BrokenForGood), nameof(TraceDispatcherContract.Dispatch_AfterABatchThatCouldNotBePublished_TakesTheNext)),
        new(typeof(LosesTheLast), nameof(TraceDispatcherContract.Dispatch_ManyRecordsAndMessages_AllArrive)),
        new(typeof(DropsTransactions), nameof(TraceDispatcherContract.Dispatch_ManyRecordsAndMessages_AllArrive)),
        new(typeof(WaitsForTheAfter), nameof(TraceDispatcherContract.Dispatch_ManyRecordsAndMessages_AllArrive)),
        new(typeof(SortsByType), nameof(TraceDispatcherContract.Dispatch_Records_ArriveInTheirOrder)),
        new(typeof(SendsTheLastBatchFirst), nameof(TraceDispatcherContract.Dispatch_Records_ArriveInTheirOrder)),
        new(typeof(HasNoTopic), nameof(TraceDispatcherContract.Dispatch_Published_NamesATopic)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectDispatcher_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    private static ValueTask PublishAsync(ITracePublisher publisher, IEnumerable<TraceRecord> records, CancellationToken cancellationToken, string topic = "traces")
        => publisher.PublishAsync(topic, "", Encoding.UTF8.GetBytes(string.Join('\n', records.SelectMany(record => record.Messages).Select(message => message.MessageId))), cancellationToken);

    internal abstract class Kit : TraceDispatcherContract
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(2);

        protected override bool? HasArrived(string messageId) => Publisher.Published.Any(message => Encoding.UTF8.GetString(message.Body).Contains(messageId, StringComparison.Ordinal));

        protected override long? PlaceOf(string messageId)
        {
            var all = string.Join('\n', Publisher.Published.Select(message => Encoding.UTF8.GetString(message.Body)));
            var place = all.IndexOf(messageId, StringComparison.Ordinal);
            return place < 0 ? null : place;
        }
    }

    internal sealed class Correct : Kit
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(30);

        protected override ITraceDispatcher Create(TraceDispatcherContext context) => new Dispatcher((batch, token) => PublishAsync(context.Publisher, batch.ToArray(), token));
    }

    internal sealed class KeepsTheBatch : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context)
        {
            ReadOnlyMemory<TraceRecord> waiting = default;
            return new Dispatcher((batch, token) =>
            {
                // One batch behind, for a better packing; the memory is another batch's by then.
                var last = waiting;
                waiting = batch;
                return PublishAsync(context.Publisher, last.ToArray(), token);
            });
        }
    }

    internal sealed class PublishesAtDispose : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context) => new Gatherer(context.Publisher);
    }

    internal sealed class IgnoresTheToken : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context) => new Dispatcher((batch, _) => PublishAsync(context.Publisher, batch.ToArray(), CancellationToken.None));
    }

    internal sealed class NeedsKeys : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context) => new Dispatcher((batch, token) => batch.ToArray().SelectMany(record => record.Messages).Any(message => message.Keys!.Length > 9_999_999)
            ? default
            : PublishAsync(context.Publisher, batch.ToArray(), token));
    }

    internal sealed class NeedsAMessage : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context) => new Dispatcher((batch, token) => context.Publisher.PublishAsync("traces", batch.Span[0].Messages[0].MessageId, default, token));
    }

    internal sealed class KnowsSendsOnly : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context)
            => new Dispatcher((batch, token) => batch.Span[0].Type == TraceType.Pub ? PublishAsync(context.Publisher, batch.ToArray(), token) : throw new NotSupportedException());
    }

    internal sealed class BrokenForGood : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context)
        {
            var sending = Task.CompletedTask;
            return new Dispatcher(async (batch, token) => await (sending = Chain(sending, batch.ToArray(), token)));

            async Task Chain(Task before, TraceRecord[] batch, CancellationToken token)
            {
                await before;
                await PublishAsync(context.Publisher, batch, token);
            }
        }
    }

    internal sealed class LosesTheLast : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context)
            => new Dispatcher((batch, token) => PublishAsync(context.Publisher, batch.Length > 1 ? batch[..^1].ToArray() : batch.ToArray(), token));
    }

    internal sealed class DropsTransactions : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context)
            => new Dispatcher((batch, token)
                => PublishAsync(context.Publisher, batch.ToArray().Where(record => record.Type != TraceType.EndTransaction), token));
    }

    internal sealed class WaitsForTheAfter : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context)
            => new Dispatcher((batch, token)
                => PublishAsync(context.Publisher, batch.ToArray().Where(record => record.Type != TraceType.SubBefore), token));
    }

    internal sealed class SortsByType : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context)
            => new Dispatcher((batch, token) => PublishAsync(context.Publisher, batch.ToArray().OrderBy(record => record.Type), token));
    }

    internal sealed class SendsTheLastBatchFirst : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context)
        {
            var waiting = new Stack<TraceRecord[]>();
            return new Dispatcher(async (batch, token) =>
            {
                waiting.Push(batch.ToArray());
                if (waiting.Count < 2) return;
                while (waiting.TryPop(out var next)) await PublishAsync(context.Publisher, next, token);
            });
        }
    }

    internal sealed class HasNoTopic : Kit
    {
        protected override ITraceDispatcher Create(TraceDispatcherContext context) => new Dispatcher((batch, token) => PublishAsync(context.Publisher, batch.ToArray(), token, topic: " "));
    }

    private sealed class Dispatcher(Func<ReadOnlyMemory<TraceRecord>, CancellationToken, ValueTask> dispatch) : ITraceDispatcher
    {
        public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken) => dispatch(batch, cancellationToken);
    }

    private sealed class Gatherer(ITracePublisher publisher) : ITraceDispatcher, IAsyncDisposable
    {
        private readonly List<ReadOnlyMemory<TraceRecord>> _batches = [];

        public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
        {
            _batches.Add(batch);
            return default;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var batch in _batches) await PublishAsync(publisher, batch.ToArray(), CancellationToken.None);
            _batches.Clear();
        }
    }
}
