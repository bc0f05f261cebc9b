namespace PluggableMQ.Abstractions.QueueSelection;

/// <summary>Decides which queue the next message goes to, fed with the outcome and latency of each send.</summary>
/// <remarks>
/// One instance serves one producer. Both methods are called from many threads at once, on the send path: they must not block and
/// should not allocate. A strategy that throws, or returns a queue that was not offered, is counted and round robin is used for that send.
/// </remarks>
public interface IQueueSelectionStrategy
{
    /// <summary>Picks one of the offered queues.</summary>
    /// <param name="request">Topic, offered queues, attempt and the message's selection key. Valid during the call only.</param>
    /// <returns>One of <see cref="QueueSelectionRequest.Queues"/>, the same instance.</returns>
    MessageQueue Select(in QueueSelectionRequest request);

    /// <summary>Tells how one send went. Called once for each attempt, after it ended.</summary>
    /// <param name="outcome">Queue, latency and result.</param>
    void Report(in SendOutcome outcome);
}
