using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A producer's trace dispatcher, whichever is in force.</summary>
internal sealed class SwappableTraceDispatcher(Swappable<ITraceDispatcher> target, IAsyncDisposable owner) : ITraceDispatcher, IAsyncDisposable
{
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
