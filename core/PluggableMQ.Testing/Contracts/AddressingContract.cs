using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What every <see cref="ITopAddressing"/> promises.</summary>
public abstract partial class AddressingContract : ContractKit
{
    /// <summary>The clock that lookups are made with.</summary>
    protected ManualClock Clock { get; } = new();

    /// <summary>The addresses that a host was configured with; handed to <see cref="Create"/>.</summary>
    protected virtual IReadOnlyList<string> ConfiguredAddresses => ["127.0.0.1:9876", "ns2.example:9876"];

    /// <summary>What the lookup of <see cref="Create"/> must give, in any order; null when the test cannot say.</summary>
    protected virtual IReadOnlyList<string>? Expected => null;

    /// <summary>Makes a lookup whose source is there and answers.</summary>
    /// <param name="context">The host that asks.</param>
    /// <returns>A new lookup; disposed by the kit if it can be.</returns>
    protected abstract ITopAddressing Create(TopAddressingContext context);

    /// <summary>Makes a lookup whose source never answers; null for one that never waits for anything.</summary>
    /// <param name="context">The host that asks.</param>
    /// <returns>A new lookup, or null.</returns>
    protected virtual ITopAddressing? CreateSilent(TopAddressingContext context) => null;

    /// <summary>Makes a lookup whose source is not there, or holds something else; null for one that has no source.</summary>
    /// <param name="context">The host that asks.</param>
    /// <returns>A new lookup, or null.</returns>
    protected virtual ITopAddressing? CreateBroken(TopAddressingContext context) => null;

    [Fact]
    public async Task Fetch_SourceAnswers_GivesAddresses()
    {
        var addresses = await FetchAsync(Own(Create(Context())));

        if (Expected is { } expected) Assert.Equal(expected.Order(StringComparer.Ordinal), addresses.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fetch_Again_GivesTheSameAndLeavesTheFirstListAsItWas()
    {
        var lookup = Own(Create(Context()));
        var first = await FetchAsync(lookup);
        string[] copy = [.. first];

        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(120));
            var again = await FetchAsync(lookup);
            Assert.Equal(copy.Order(StringComparer.Ordinal), again.Order(StringComparer.Ordinal));
        }

        Assert.Equal(copy, first);
    }

    [Fact]
    public async Task Fetch_NothingConfigured_GivesAddressesOrAnIOException()
    {
        try
        {
            await FetchAsync(Own(Create(Context() with { ConfiguredAddresses = [], UnitName = null })));
        }
        catch (IOException)
        {
            // The source may depend on what was configured.
        }
    }

    [Fact]
    public async Task Fetch_TokenCancelledBefore_EndsAndTheNextLookupWorks()
    {
        var lookup = Own(Create(Context()));
        try
        {
            await FetchAsync(lookup, new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // One that has nothing to wait for may answer all the same.
        }

        Assert.NotEmpty(await FetchAsync(lookup));
    }

    [Fact]
    public async Task Fetch_TokenCancelledWhileItWaits_EndsAtOnce()
    {
        if (CreateSilent(Context()) is not { } made) return;
        var lookup = Own(made);
        using var limit = new CancellationTokenSource();
        var fetching = FetchAsync(lookup, limit.Token);
        Assert.False(fetching.IsCompleted, "CreateSilent made a lookup that answers.");

        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    [Fact]
    public async Task Fetch_SourceIsBroken_IsAnIOException()
    {
        if (CreateBroken(Context()) is not { } made) return;
        var lookup = Own(made);

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => FetchAsync(lookup));

        Assert.False(string.IsNullOrWhiteSpace(failure.Message));
        await Assert.ThrowsAnyAsync<IOException>(() => FetchAsync(lookup));
    }

    [Fact]
    public async Task Dispose_Twice_IsHarmless()
    {
        var lookup = Own(Create(Context()));
        await FetchAsync(lookup);

        await EndAsync(() => DisposeOneAsync(lookup), "Dispose");
        await EndAsync(() => DisposeOneAsync(lookup), "Dispose");
    }

    private TopAddressingContext Context() => new(HostRole.Client, ConfiguredAddresses, null, Clock, NullLoggerFactory.Instance);

    private async Task<IReadOnlyList<string>> FetchAsync(ITopAddressing lookup, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string>? addresses = null;
        await EndAsync(async () => addresses = await lookup.FetchNameServersAsync(cancellationToken), "FetchNameServersAsync");
        Assert.NotNull(addresses);
        Assert.All(addresses, address => Assert.True(TransportEndpoint.TryParse(address, out _), $"'{address}' is not an address that TransportEndpoint parses; write host:port."));
        return addresses;
    }
}
