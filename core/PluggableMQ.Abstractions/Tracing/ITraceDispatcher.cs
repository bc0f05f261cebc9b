namespace PluggableMQ.Abstractions.Tracing;

/// <summary>Takes records of what was sent and consumed to where they can be looked at.</summary>
/// <remarks>
/// The host queues records in a bounded queue (1024; a full queue drops and counts) and calls from one background loop, so a slow
/// dispatcher never slows a send.
/// </remarks>
public interface ITraceDispatcher
{
    /// <summary>Takes a batch. One call at a time; the next batch waits for the returned task.</summary>
    /// <param name="batch">The records in order, at least one. The memory is reused after the task has completed.</param>
    /// <param name="cancellationToken">Cancelled when the host stops, or uses another one, and the grace time is over.</param>
    /// <returns>A task that ends when the batch has been handed on. An exception is logged and counted; the batch is not given again.</returns>
    ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken);
}
