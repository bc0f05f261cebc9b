using System.Threading.Channels;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of address lookups finds lookups that tell of changes wrongly, and lets a right one pass.</summary>
public class AddressingChangeDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(NeverTells), nameof(AddressingContract.WaitForChange_SourceChanges_Ends)),
        new(typeof(BlocksTheCaller), nameof(AddressingContract.WaitForChange_SourceChanges_Ends)),
        new(typeof(TellsWhoWaits), nameof(AddressingContract.WaitForChange_ChangeBetweenTwoCalls_IsNotLost)),
        new(typeof(IgnoresTheToken), nameof(AddressingContract.WaitForChange_TokenCancelled_EndsAndTheNextCallWorks)),
        new(typeof(TellsWithoutEnd), nameof(AddressingContract.WaitForChange_TokenCancelled_EndsAndTheNextCallWorks)),
        new(typeof(CancelledForGood), nameof(AddressingContract.WaitForChange_TokenCancelled_EndsAndTheNextCallWorks)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectLookup_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    internal abstract class Kit : AddressingContract
    {
        private Source? _source;

        protected override TimeSpan Patience => TimeSpan.FromSeconds(2);

        protected sealed override ITopAddressing Create(TopAddressingContext context) => _source = Make();

        protected sealed override Task<bool> ChangeAsync()
        {
            _source!.Change();
            return Task.FromResult(true);
        }

        private protected abstract Source Make();
    }

    internal sealed class Correct : Kit
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(30);

        private protected override Source Make() => new();
    }

    internal sealed class NeverTells : Kit
    {
        private protected override Source Make() => new Wrong();

        private sealed class Wrong : Source
        {
            public override void Change()
            {
            }
        }
    }

    internal sealed class BlocksTheCaller : Kit
    {
        private protected override Source Make() => new Wrong();

        private sealed class Wrong : Source
        {
            public override ValueTask WaitForChangeAsync(CancellationToken cancellationToken)
            {
                base.WaitForChangeAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
                return ValueTask.CompletedTask;
            }
        }
    }

    internal sealed class TellsWhoWaits : Kit
    {
        private protected override Source Make() => new Wrong();

        private sealed class Wrong : Source
        {
            private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public override void Change() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

            public override ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => new(_next.Task.WaitAsync(cancellationToken));
        }
    }

    internal sealed class IgnoresTheToken : Kit
    {
        private protected override Source Make() => new Wrong();

        private sealed class Wrong : Source
        {
            public override ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => base.WaitForChangeAsync(CancellationToken.None);
        }
    }

    internal sealed class TellsWithoutEnd : Kit
    {
        private protected override Source Make() => new Wrong();

        private sealed class Wrong : Source
        {
            public override ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
        }
    }

    internal sealed class CancelledForGood : Kit
    {
        private protected override Source Make() => new Wrong();

        private sealed class Wrong : Source
        {
            private Task? _waiting;

            public override ValueTask WaitForChangeAsync(CancellationToken cancellationToken)
            {
                // One wait for all calls, with the first one's token.
                if (_waiting is not { IsCompletedSuccessfully: false }) _waiting = base.WaitForChangeAsync(cancellationToken).AsTask();
                return new(_waiting);
            }
        }
    }

    /// <summary>A right lookup that tells of changes.</summary>
    internal class Source : ITopAddressing, IAddressingChangeSource
    {
        private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public virtual void Change() => _changes.Writer.TryWrite(true);

        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => new(["127.0.0.1:9876"]);

        public virtual async ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => await _changes.Reader.ReadAsync(cancellationToken);
    }
}
