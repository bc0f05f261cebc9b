using PluggableMQ.Abstractions.Addressing;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A role's address lookup, whichever is in force. Its exchange counts as a change of the addresses, and a call that is under way is given
/// up then: what it would say is of no interest any more.</summary>
internal sealed class SwappableAddressing(Swappable<ITopAddressing> target, IAsyncDisposable owner) : ITopAddressing, IAddressingChangeSource, IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (hasEnded, addresses) = await target.CallAsync(
                static (lookup, token) => lookup.FetchNameServersAsync(token).AsTask(), cancellationToken);
            if (hasEnded) return addresses;
            // The caller's time may be over, or the next one may know the answer.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public async ValueTask WaitForChangeAsync(CancellationToken cancellationToken)
        => await target.CallAsync(
            static async (lookup, token) =>
            {
                if (lookup is IAddressingChangeSource source) await source.WaitForChangeAsync(token);
                else await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return true;
            },
            cancellationToken);

    /// <summary>What is in force, by its type: for messages.</summary>
    public override string ToString()
    {
        using var use = target.Enter();
        return use.Value.GetType().FullName!;
    }

    /// <summary>The client is done with it.</summary>
    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
