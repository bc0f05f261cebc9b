using System.Buffers;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of message stores finds stores that are wrong. (That right ones pass is what the stores' own tests show.)</summary>
public class MessageStoreDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(CountsFromOne), nameof(MessageStoreContract.Append_SeveralQueues_EachCountsFromZero)),
        new(typeof(LosesProperties), nameof(MessageStoreContract.Append_Record_HoldsEveryField)),
        new(typeof(TakesTheFirstSegment), nameof(MessageStoreContract.Append_BodyOfSeveralSegments_IsStoredWhole)),
        new(typeof(KeepsTheCallersMemory), nameof(MessageStoreContract.Append_CallersMemory_MayBeReusedAtOnce)),
        new(typeof(ThrowsOnALongTopic), nameof(MessageStoreContract.Append_Illegal_IsAStatusAndStoresNothing)),
        new(typeof(StoresHalfABatch), nameof(MessageStoreContract.AppendBatch_TooLongTogether_StoresNothing)),
        new(typeof(ShowsWhatIsNotThere), nameof(MessageStoreContract.Start_Empty_IsWritableAndHoldsNothing)),
        new(typeof(ForgetsTheFilter), nameof(MessageStoreContract.Read_Filter_LeavesMessagesOutAndGoesOn)),
        new(typeof(ReadsAnywhere), nameof(MessageStoreContract.TryReadAt_OnlyTheBeginningOfARecord_IsFound)),
        new(typeof(ClaimsToBeDurable), nameof(MessageStoreContract.Reopen_AfterACleanStop_HoldsWhatADurableStorePromises)),
        new(typeof(TakesMessagesAfterItsStop), nameof(MessageStoreContract.Append_NotOpen_IsRefused)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectStore_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    internal abstract class Kit : MessageStoreContract
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(10);
    }

    internal sealed class Correct : MessageStoreContract
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Right(ForwardingStore.MakeInner(context));

        private sealed class Right(IMessageStore inner) : ForwardingStore(inner);
    }

    internal sealed class CountsFromOne : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override ValueTask<AppendResult> AppendAsync(in MessageRecord message) => Shift(base.AppendAsync(message));

            private static async ValueTask<AppendResult> Shift(ValueTask<AppendResult> appending)
            {
                var result = await appending;
                return result with { QueueOffset = result.QueueOffset + 1 };
            }
        }
    }

    internal sealed class LosesProperties : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override ValueTask<AppendResult> AppendAsync(in MessageRecord message) => base.AppendAsync(message with { Properties = default });
        }
    }

    internal sealed class TakesTheFirstSegment : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override ValueTask<AppendResult> AppendAsync(in MessageRecord message) => base.AppendAsync(message with { Body = new ReadOnlySequence<byte>(message.Body.First) });
        }
    }

    internal sealed class KeepsTheCallersMemory : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            private MessageRecord? _waiting;

            public override ValueTask<AppendResult> AppendAsync(in MessageRecord message)
            {
                // Written when somebody reads; the caller may have used its memory for something else by then.
                _waiting = message;
                return new(new AppendResult(AppendStatus.Ok, 0, 0, 0, 0));
            }

            public override long GetMinOffset(string topic, int queueId)
            {
                if (_waiting is { } message) _ = base.AppendAsync(message).AsTask();
                _waiting = null;
                return base.GetMinOffset(topic, queueId);
            }
        }
    }

    internal sealed class ThrowsOnALongTopic : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override ValueTask<AppendResult> AppendAsync(in MessageRecord message)
                => message.Topic.Length > 127 ? throw new ArgumentException("The topic is too long.") : base.AppendAsync(message);
        }
    }

    internal sealed class StoresHalfABatch : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
            {
                base.AppendBatchAsync(messages[..1], physicalOffsets).AsTask().GetAwaiter().GetResult();
                return base.AppendBatchAsync(messages, physicalOffsets);
            }
        }
    }

    internal sealed class ShowsWhatIsNotThere : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override long GetMaxOffset(string topic, int queueId) => base.GetMaxOffset(topic, queueId) + 1;
        }
    }

    internal sealed class ForgetsTheFilter : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override void Read(in MessageReadRequest request, MessageReadResult result)
                => base.Read(new MessageReadRequest { Topic = request.Topic, QueueId = request.QueueId, QueueOffset = request.QueueOffset, MaxCount = request.MaxCount }, result);
        }
    }

    internal sealed class ReadsAnywhere : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override bool TryReadAt(long physicalOffset, MessageReadResult result)
            {
                for (var at = physicalOffset; at >= 0; at--)
                {
                    if (base.TryReadAt(at, result)) return true;
                }

                return false;
            }
        }
    }

    internal sealed class ClaimsToBeDurable : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override bool IsDurable => true;
        }
    }

    internal sealed class TakesMessagesAfterItsStop : Kit
    {
        protected override IMessageStore Create(MessageStoreContext context) => new Wrong(ForwardingStore.MakeInner(context));

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
        }
    }
}
