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

    internal sealed class ForgetsBatches : Kit
    {
        protected override IMessageStore Create(StoreDecoratorContext context) => new Wrong(context.Inner);

        private sealed class Wrong(IMessageStore inner) : ForwardingStore(inner)
        {
            public override ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets) => AppendAsync(messages[0]);
        }
    }
}
