using PluggableMQ.Abstractions.Addressing;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A role's address lookup, whichever is in force.</summary>
internal sealed class SwappableAddressing(Swappable<ITopAddressing> target, IAsyncDisposable owner) : ITopAddressing, IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
    {
        using var use = target.Enter();
        return await use.Value.FetchNameServersAsync(cancellationToken);
    }

    /// <summary>The client is done with it.</summary>
    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
