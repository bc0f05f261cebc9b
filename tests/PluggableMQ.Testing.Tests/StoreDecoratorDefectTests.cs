using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of store decorators finds decorators that are wrong, and lets one that forwards all pass.</summary>
public class StoreDecoratorDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(HidesAbilities), nameof(StoreDecoratorContract.GetFeature_OfAThirdParty_IsPassedThrough)),
        new(typeof(LeavesTheInnerOneOpen), nameof(StoreDecoratorContract.Lifecycle_Inner_IsStartedStoppedAndDisposedOnce)),
        new(typeof(StartsTwice), nameof(StoreDecoratorContract.Lifecycle_Inner_IsStartedStoppedAndDisposedOnce)),
        new(typeof(SpeaksForItself), nameof(StoreDecoratorContract.IsDurable_Inner_IsPassedOn)),
        new(typeof(NeverDurable), nameof(StoreDecoratorContract.IsDurable_Inner_IsPassedOn)),
        new(typeof(AlwaysWritable), nameof(StoreDecoratorContract.Health_Inner_IsPassedOn)),
        new(typeof(HasNoReason), nameof(StoreDecoratorContract.Health_Inner_IsPassedOn)),
        new(typeof(NeverBusy), nameof(StoreDecoratorContract.Health_Inner_IsPassedOn)),
        new(typeof(NeverBehind), nameof(StoreDecoratorContract.Health_Inner_IsPassedOn)),
        new(typeof(HasNothingToShow), nameof(StoreDecoratorContract.Health_Inner_IsPassedOn)),
        new(typeof(KeepsReadersHere), nameof(StoreDecoratorContract.Read_SuggestionToPullFromASlave_IsPassedOn)),
        new(typeof(GivesBackTooSoon), nameof(StoreDecoratorContract.Read_ResultReset_GivesTheInnerOneBack)),
        new(typeof(GivesBackTooSoon), nameof(MessageStoreContract.Read_ManyMessages_StopsAtTheCallersCount)),
        new(typeof(NeverGivesBack), nameof(StoreDecoratorContract.Read_ResultReset_GivesTheInnerOneBack)),
        new(typeof(ForgetsBatches), nameof(MessageStoreContract.AppendBatch_Messages_FollowEachOther)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectDecorator_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    internal abstract class Kit : StoreDecoratorContract
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(10);
    }

    internal sealed class Correct : StoreDecoratorContract
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Right(context.Inner);

        private sealed class Right(IMessageStore inner) : ForwardingStore(inner);
    }

    internal sealed class HidesAbilities : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Wrong(context.Inner);

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override TFeature? GetFeature<TFeature>()
                where TFeature : class
                => typeof(TFeature) == typeof(IMessageIndex) ? base.GetFeature<TFeature>() : null;
        }
    }

    internal sealed class LeavesTheInnerOneOpen : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Wrong(context.Inner) { KeepsInnerOpen = true };

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner);
    }

    internal sealed class StartsTwice : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Wrong(context.Inner);

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override async ValueTask StartAsync(CancellationToken cancellationToken)
            {
                await base.StartAsync(cancellationToken);
                await base.StartAsync(cancellationToken);
            }
        }
    }

    internal sealed class SpeaksForItself : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Wrong(context.Inner);

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override bool IsDurable => true;
        }
    }

    internal sealed class NeverDurable : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Wrong(context.Inner);

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override bool IsDurable => false;
        }
    }

    internal sealed class AlwaysWritable : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new OtherHealth(context.Inner, inner => new Wrong(inner));

        private sealed class Wrong(IStoreHealth inner) : ForwardingHealth(inner)
        {
            public override bool IsWritable => true;
        }
    }

    internal sealed class HasNoReason : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new OtherHealth(context.Inner, inner => new Wrong(inner));

        private sealed class Wrong(IStoreHealth inner) : ForwardingHealth(inner)
        {
            public override string? NotWritableReason => null;
        }
    }

    internal sealed class NeverBusy : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new OtherHealth(context.Inner, inner => new Wrong(inner));

        private sealed class Wrong(IStoreHealth inner) : ForwardingHealth(inner)
        {
            public override bool IsPageCacheBusy => false;
        }
    }

    internal sealed class NeverBehind : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new OtherHealth(context.Inner, inner => new Wrong(inner));

        private sealed class Wrong(IStoreHealth inner) : ForwardingHealth(inner)
        {
            public override long DispatchBehindBytes => 0;
        }
    }

    internal sealed class HasNothingToShow : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new OtherHealth(context.Inner, inner => new Wrong(inner));

        private sealed class Wrong(IStoreHealth inner) : ForwardingHealth(inner)
        {
            public override void CollectRuntimeInfo(IDictionary<string, string> info)
            {
            }
        }
    }

    internal sealed class KeepsReadersHere : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Wrong(context.Inner);

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override void Read(in MessageReadRequest request, MessageReadResult result)
            {
                base.Read(request, result);
                result.SuggestPullingFromSlave = false;
            }
        }
    }

    internal sealed class GivesBackTooSoon : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Rereading(context.Inner, givesBack: true);
    }

    internal sealed class NeverGivesBack : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Rereading(context.Inner, givesBack: false);
    }

    internal sealed class ForgetsBatches : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Wrong(context.Inner);

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets) => AppendAsync(messages[0]);
        }
    }

    /// <summary>Reads into a result of its own and hands the records on, but not what keeps them alive.</summary>
    private sealed class Rereading(IMessageStore inner, bool givesBack) : ForwardingStore(inner)
    {
        public override void Read(in MessageReadRequest request, MessageReadResult result)
        {
            result.Reset();
            var stored = new MessageReadResult();
            base.Read(request, stored);
            (result.Status, result.NextBeginOffset) = (stored.Status, stored.NextBeginOffset);
            (result.MinOffset, result.MaxOffset) = (stored.MinOffset, stored.MaxOffset);
            result.SuggestPullingFromSlave = stored.SuggestPullingFromSlave;
            foreach (var entry in stored.Entries) result.Add(entry);
            if (givesBack) stored.Reset();
        }
    }

    private sealed class OtherHealth(IMessageStore inner, Func<IStoreHealth, IStoreHealth> wrap) : ForwardingStore(inner)
    {
        public override IStoreHealth Health { get; } = wrap(inner.Health);
    }

    private abstract class ForwardingHealth(IStoreHealth inner) : IStoreHealth
    {
        public virtual bool IsWritable => inner.IsWritable;

        public virtual string? NotWritableReason => inner.NotWritableReason;

        public virtual bool IsPageCacheBusy => inner.IsPageCacheBusy;

        public virtual long DispatchBehindBytes => inner.DispatchBehindBytes;

        public virtual void CollectRuntimeInfo(IDictionary<string, string> info) => inner.CollectRuntimeInfo(info);
    }
}
