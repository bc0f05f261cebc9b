using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Exchange;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A producer's trace dispatcher, whichever is in force. The producer's queue takes it batch by batch, and gives up one that hangs when
/// it is exchanged.</summary>
internal sealed class SwappableTraceDispatcher(Swappable<ITraceDispatcher> target, IAsyncDisposable owner)
    : ITraceDispatcher, IExchangeable<ITraceDispatcher>, IAsyncDisposable
{
    /// <inheritdoc/>
    public IExchangeableUse<ITraceDispatcher> Enter() => target.Enter();

    /// <inheritdoc/>
    public async ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
    {
        using var use = target.Enter();
        await use.Value.DispatchAsync(batch, cancellationToken);
    }

    /// <summary>The producer is done with it.</summary>
    public ValueTask DisposeAsync() => owner.DisposeAsync();
}

/// <summary>Stands where no trace dispatcher is in use.</summary>
internal sealed class NoTracing : ITraceDispatcher
{
    public static NoTracing Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken) => default;
}
