using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>Any queue, each as likely as the others (<c>SelectMessageQueueByRandom</c>); on a retry any queue of another broker.</summary>
internal sealed class RandomStrategy : IQueueSelectionStrategy
{
    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        var candidates = new Candidates(request);
        return candidates[Random.Shared.Next(candidates.Count)];
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        // Chance has no memory.
    }
}
