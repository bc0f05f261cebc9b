using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Observation;

/// <summary>An address lookup, and somebody who hears what comes of it.</summary>
internal sealed class WatchedAddressing(SwappableAddressing addressing, Action<int, string?> note) : ITopAddressing, IAddressingChangeSource, ILookupObserver, IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => addressing.FetchNameServersAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => addressing.WaitForChangeAsync(cancellationToken);

    /// <inheritdoc/>
    public void LookupEnded(int found, string? failure) => note(found, failure);

    /// <summary>What is in force, by its type: for messages.</summary>
    public override string ToString() => addressing.ToString();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => addressing.DisposeAsync();
}
