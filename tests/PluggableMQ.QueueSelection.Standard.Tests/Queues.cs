using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;

namespace PluggableMQ.QueueSelection.Standard.Tests;

/// <summary>Makes routes and asks strategies.</summary>
internal static class Queues
{
    /// <summary>Queues of topic T, as a route has them: sorted by broker and id.</summary>
    public static MessageQueue[] Of(int perBroker, params string[] brokers)
        => [.. brokers.Order(StringComparer.Ordinal).SelectMany(broker => Enumerable.Range(0, perBroker).Select(id => new MessageQueue("T", broker, id)))];

    public static MessageQueue Pick(this IQueueSelectionStrategy strategy, MessageQueue[] queues, string? key = null, string? last = null)
        => strategy.Select(new QueueSelectionRequest { Topic = "T", Queues = queues, SelectionKey = key, LastBrokerName = last, Attempt = last is null ? 0 : 1 });

    public static void End(this IQueueSelectionStrategy strategy, MessageQueue queue, TimeSpan elapsed = default)
        => strategy.Report(new SendOutcome(queue, elapsed, SendResultKind.Succeeded));
}
