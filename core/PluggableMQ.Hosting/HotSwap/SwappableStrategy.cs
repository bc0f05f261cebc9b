using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Client.Exchange;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A producer's selection strategy, whichever is in force. After an exchange the new one hears of sends that the old one chose a queue for.</summary>
internal sealed class SwappableStrategy(Swappable<IQueueSelectionStrategy> target, IAsyncDisposable owner)
    : IQueueSelectionStrategy, IExchangeable<IQueueSelectionStrategy>, IAsyncDisposable
{
    /// <inheritdoc/>
    public IExchangeableUse<IQueueSelectionStrategy> Enter() => target.Enter();

    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        using var use = target.Enter();
        return use.Value.Select(request);
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        using var use = target.Enter();
        use.Value.Report(outcome);
    }

    /// <summary>The producer is done with it.</summary>
    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
