using System.Buffers;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of message stores finds stores that do a thing too early, too late, or not when they are hurried.</summary>
public class MessageStoreMomentDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(TellsTooSoon), nameof(MessageStoreContract.Append_WhenAnArrivalIsTold_TheMessageCanBeRead)),
        new(typeof(KeepsTheCallersProperties), nameof(MessageStoreContract.Append_CallersMemory_MayBeReusedAtOnce)),
        new(typeof(KeepsTheCallersBatch), nameof(MessageStoreContract.AppendBatch_CallersMemory_MayBeReusedAtOnce)),
        new(typeof(WritesBehind), nameof(MessageStoreContract.Stop_TokenCancelled_LosesNothingThatWasAcknowledged)),
        new(typeof(CleansUpAfterAStartThatWasCut), nameof(MessageStoreContract.Start_TokenCancelled_LeavesTheFilesValid)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    internal abstract class Kit : MessageStoreContract
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(10);
    }

    internal sealed class TellsTooSoon : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context)
            => new Wrong(ForwardingStore.MakeInner(ForwardingStore.With(context, new Storage.RecordingListener())), context.ArrivalListener);

        private sealed class Wrong(IMessageStore inner, IMessageArrivalListener listener) : ForwardingStore(inner)
        {
            public override ValueTask<AppendResult> AppendAsync(in MessageRecord message)
            {
                listener.OnArrived(new MessageArrival(message.Topic, message.QueueId, GetMaxOffset(message.Topic, message.QueueId), 0, 0));
                return base.AppendAsync(message);
            }

            public override ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
            {
                var next = GetMaxOffset(messages[0].Topic, messages[0].QueueId);
                var appending = base.AppendBatchAsync(messages, physicalOffsets);
                foreach (var message in messages) listener.OnArrived(new MessageArrival(message.Topic, message.QueueId, next++, 0, 0));
                return appending;
            }
        }
    }

    internal sealed class KeepsTheCallersProperties : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Late(ForwardingStore.MakeInner(context), copiesProperties: false);
    }

    internal sealed class KeepsTheCallersBatch : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Late(ForwardingStore.MakeInner(context)) { KeepsBatches = true };
    }

    internal sealed class WritesBehind : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Late(ForwardingStore.MakeDurable(context));
    }

    internal sealed class CleansUpAfterAStartThatWasCut : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context)
            => new Wrong(ForwardingStore.MakeDurable(context), context.RootDirectory);

        private sealed class Wrong(IMessageStore inner, string directory) : ForwardingStore(inner)
        {
            public override ValueTask StartAsync(CancellationToken cancellationToken)
            {
                if (!cancellationToken.IsCancellationRequested) return base.StartAsync(cancellationToken);
                // Half opened is not opened: it begins anew the next time.
                Directory.Delete(directory, recursive: true);
                Directory.CreateDirectory(directory);
                return ValueTask.FromCanceled(cancellationToken);
            }
        }
    }

    /// <summary>Acknowledges messages and writes them when somebody reads, or at the stop, if there is time.</summary>
    private sealed class Late(IMessageStore inner, bool copiesProperties = true) : ForwardingStore(inner)
    {
        private readonly List<MessageRecord> _waiting = [];

        /// <summary>Whether the messages of a batch are kept as the caller gave them.</summary>
        public bool KeepsBatches { get; init; }

        public override ValueTask<AppendResult> AppendAsync(in MessageRecord message)
        {
            _waiting.Add(Copy(message));
            return new(new AppendResult(AppendStatus.Ok, _waiting.Count - 1, 0, 0, 0));
        }

        public override ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
        {
            foreach (var message in messages) _waiting.Add(KeepsBatches ? message : Copy(message));
            return new(new AppendResult(AppendStatus.Ok, 0, 0, 0, 0));
        }

        public override long GetMinOffset(string topic, int queueId)
        {
            WriteAll();
            return base.GetMinOffset(topic, queueId);
        }

        public override ValueTask StopAsync(CancellationToken cancellationToken)
        {
            if (!cancellationToken.IsCancellationRequested) WriteAll();
            return base.StopAsync(cancellationToken);
        }

        private MessageRecord Copy(in MessageRecord message) => message with
        {
            Body = new ReadOnlySequence<byte>(message.Body.ToArray()),
            Properties = copiesProperties ? message.Properties.ToArray() : message.Properties,
        };

        private void WriteAll()
        {
            foreach (var message in _waiting) Assert.True(base.AppendAsync(message).AsTask().GetAwaiter().GetResult().IsStored);
            _waiting.Clear();
        }
    }
}
