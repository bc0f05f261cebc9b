using System.Collections.Frozen;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Pulling;

/// <summary>
/// Lets messages pass whose tag has one of the hashes wanted (<c>DefaultMessageFilter</c>). The client sorts out tags of equal hash.
/// </summary>
internal sealed class TagFilter : IMessageFilter
{
    private readonly FrozenSet<int> _codes;

    private TagFilter(FrozenSet<int> codes) => _codes = codes;

    /// <summary>Makes a subscription's filter; null when all messages pass.</summary>
    public static IMessageFilter? Create(SubscriptionData subscription)
        => subscription.ClassFilterMode || subscription.SubString == SubscriptionData.All
            ? null
            : new TagFilter(subscription.CodeSet.ToFrozenSet());

    /// <inheritdoc/>
    public bool MatchesTagsCode(long tagsCode) => _codes.Contains((int)tagsCode);

    /// <inheritdoc/>
    public bool MatchesRecord(ReadOnlySpan<byte> record) => true;
}
