namespace PluggableMQ.Abstractions.Storage;

/// <summary>Told by a store that a queue has a new message; wakes long polls (<c>MessageArrivingListener</c>).</summary>
public interface IMessageArrivalListener
{
    /// <summary>A message can be read now. Called in queue order, on the thread that appends or dispatches; must not block or throw.</summary>
    /// <param name="arrival">The message's place.</param>
    void OnArrived(in MessageArrival arrival);
}

/// <summary>A message that can be read now.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="QueueId">The queue.</param>
/// <param name="QueueOffset">The message's index in the queue (the queue's new end is one more).</param>
/// <param name="TagsCode">The entry's tagsCode.</param>
/// <param name="StoreTimestamp">When it was stored, in milliseconds since 1970 UTC.</param>
public readonly record struct MessageArrival(string Topic, int QueueId, long QueueOffset, long TagsCode, long StoreTimestamp);
