using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.PluginShared;
using PluggableMQ.Protocol;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>The queue that Java's <c>SelectMessageQueueByHash</c> picks for the key; without a key the next one.</summary>
/// <remarks>
/// A retry goes to the queue that the key's hash picks among those of the other brokers: all retries of a key meet in one queue while a broker
/// is away, but that is another queue than the key's own, so that its messages may be read out of order. A sender for whom order matters more
/// than delivery sets <c>retryTimesWhenSendFailed</c> to 0, as RocketMQ does for every send with a selector.
/// </remarks>
internal sealed class HashStrategy(RotatingIndex index) : IQueueSelectionStrategy, IDisposable
{
    public HashStrategy() : this(new RotatingIndex())
    {
    }

    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        var candidates = new Candidates(request);
        var number = request.SelectionKey is { } key ? GetPositiveHash(key) : index.Next(request.Topic);
        return candidates[number % candidates.Count];
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        // A key stays with its queue however its sends go.
    }

    public void Dispose() => index.Dispose();

    // Java's Math.abs leaves the smallest number negative, and the selector takes 0 for it.
    private static int GetPositiveHash(string key)
    {
        var hash = JavaHash.Of(key);
        return hash == int.MinValue ? 0 : Math.Abs(hash);
    }
}
