using PluggableMQ.Abstractions.Addressing;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A role's address lookup, whichever is in force. Its exchange counts as a change of the addresses.</summary>
internal sealed class SwappableAddressing(Swappable<ITopAddressing> target, IAsyncDisposable owner) : ITopAddressing, IAddressingChangeSource, IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
    {
        using var use = target.Enter();
        return await use.Value.FetchNameServersAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask WaitForChangeAsync(CancellationToken cancellationToken)
    {
        using var use = target.Enter();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, use.Retiring);
        try
        {
            if (use.Value is IAddressingChangeSource source) await source.WaitForChangeAsync(either.Token);
            else await Task.Delay(Timeout.InfiniteTimeSpan, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && use.Retiring.IsCancellationRequested)
        {
            // Another lookup may know other addresses.
        }
    }

    /// <summary>What is in force, by its type: for messages.</summary>
    public override string ToString()
    {
        using var use = target.Enter();
        return use.Value.GetType().FullName!;
    }

    /// <summary>The client is done with it.</summary>
    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
