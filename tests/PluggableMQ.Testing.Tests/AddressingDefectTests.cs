using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of address lookups finds lookups that are wrong, and lets a right one pass.</summary>
public class AddressingDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(GivesNull), nameof(AddressingContract.Fetch_SourceAnswers_GivesAddresses)),
        new(typeof(GivesNoAddress), nameof(AddressingContract.Fetch_SourceAnswers_GivesAddresses)),
        new(typeof(ForgetsOne), nameof(AddressingContract.Fetch_SourceAnswers_GivesAddresses)),
        new(typeof(ReusesItsList), nameof(AddressingContract.Fetch_Again_GivesTheSameAndLeavesTheFirstListAsItWas)),
        new(typeof(NeedsConfiguredAddresses), nameof(AddressingContract.Fetch_NothingConfigured_GivesAddressesOrAnIOException)),
        new(typeof(IgnoresTheToken), nameof(AddressingContract.Fetch_TokenCancelledWhileItWaits_EndsAtOnce)),
        new(typeof(CancelledForGood), nameof(AddressingContract.Fetch_TokenCancelledBefore_EndsAndTheNextLookupWorks)),
        new(typeof(ThrowsSomethingElse), nameof(AddressingContract.Fetch_SourceIsBroken_IsAnIOException)),
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
        protected override TimeSpan Patience => TimeSpan.FromSeconds(2);

        protected override IReadOnlyList<string>? Expected => ConfiguredAddresses;
    }

    internal sealed class Correct : AddressingContract
    {
        protected override IReadOnlyList<string> Expected => ConfiguredAddresses;

        protected override ITopAddressing Create(TopAddressingContext context) => new Lookup(_ => ValueTask.FromResult(context.ConfiguredAddresses));

        protected override ITopAddressing CreateSilent(TopAddressingContext context) => new Lookup(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return [];
        });

        protected override ITopAddressing CreateBroken(TopAddressingContext context) => new Lookup(_ => throw new IOException("The file ns.txt is not there."));
    }

    internal sealed class GivesNull : Kit
    {
        protected override ITopAddressing Create(TopAddressingContext context) => new Lookup(_ => ValueTask.FromResult<IReadOnlyList<string>>(null!));
    }

    internal sealed class GivesNoAddress : Kit
    {
        protected override ITopAddressing Create(TopAddressingContext context) => new Lookup(_ => ValueTask.FromResult<IReadOnlyList<string>>([string.Join(';', context.ConfiguredAddresses)]));
    }

    internal sealed class ForgetsOne : Kit
    {
        protected override ITopAddressing Create(TopAddressingContext context) => new Lookup(_ => ValueTask.FromResult<IReadOnlyList<string>>([.. context.ConfiguredAddresses.Take(1)]));
    }

    internal sealed class ReusesItsList : Kit
    {
        protected override ITopAddressing Create(TopAddressingContext context)
        {
            var list = new List<string>();
            var round = 0;
            return new Lookup(_ =>
            {
                // Another order at each lookup is allowed; to change a list that was given away is not.
                list.Clear();
                list.AddRange(round++ % 2 == 0 ? context.ConfiguredAddresses : context.ConfiguredAddresses.Reverse());
                return ValueTask.FromResult<IReadOnlyList<string>>(list);
            });
        }
    }

    internal sealed class NeedsConfiguredAddresses : Kit
    {
        protected override ITopAddressing Create(TopAddressingContext context)
        {
            var first = context.ConfiguredAddresses[0];
            return new Lookup(_ => ValueTask.FromResult<IReadOnlyList<string>>([first, .. context.ConfiguredAddresses.Skip(1)]));
        }
    }

    internal sealed class IgnoresTheToken : Kit
    {
        protected override ITopAddressing Create(TopAddressingContext context) => new Lookup(_ => ValueTask.FromResult(context.ConfiguredAddresses));

        protected override ITopAddressing CreateSilent(TopAddressingContext context) => new Lookup(async _ =>
        {
            await new TaskCompletionSource().Task;
            return [];
        });
    }

    internal sealed class CancelledForGood : Kit
    {
        protected override ITopAddressing Create(TopAddressingContext context)
        {
            Task<IReadOnlyList<string>>? cached = null;
            return new Lookup(token => new(cached ??= token.IsCancellationRequested ? Task.FromCanceled<IReadOnlyList<string>>(token) : Task.FromResult(context.ConfiguredAddresses)));
        }
    }

    internal sealed class ThrowsSomethingElse : Kit
    {
        protected override ITopAddressing Create(TopAddressingContext context) => new Lookup(_ => ValueTask.FromResult(context.ConfiguredAddresses));

        protected override ITopAddressing CreateBroken(TopAddressingContext context) => new Lookup(_ => throw new FormatException("Unexpected '<'."));
    }

    private sealed class Lookup(Func<CancellationToken, ValueTask<IReadOnlyList<string>>> fetch) : ITopAddressing
    {
        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => fetch(cancellationToken);
    }
}
