using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Testing.Storage;

/// <summary>Keeps what a store told.</summary>
public sealed class RecordingListener : IMessageArrivalListener
{
    private readonly List<MessageArrival> _arrivals = [];
    private readonly List<string> _complaints = [];

    public IReadOnlyList<MessageArrival> Arrivals
    {
        get
        {
            lock (_arrivals) return [.. _arrivals];
        }
    }

    /// <summary>Reads each message at the moment when it is told of; null, the default, reads none.</summary>
    public IMessageReader? ReadsFrom { get; set; }

    /// <summary>The messages that could not be read when they were told of.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_arrivals) return [.. _complaints];
        }
    }

    public void OnArrived(in MessageArrival arrival)
    {
        var complaint = ReadsFrom is { } reader ? Check(reader, arrival) : null;
        lock (_arrivals)
        {
            _arrivals.Add(arrival);
            if (complaint is not null) _complaints.Add(complaint);
        }
    }

    // A listener must not throw: what is wrong is kept for the test.
    private static string? Check(IMessageReader reader, in MessageArrival arrival)
    {
        try
        {
            using var result = new MessageReadResult();
            var (topic, queue, offset) = (arrival.Topic, arrival.QueueId, arrival.QueueOffset);
            reader.Read(new MessageReadRequest { Topic = topic, QueueId = queue, QueueOffset = offset, MaxCount = 1 }, result);
            if (result is { Status: MessageReadStatus.Found, Count: > 0 } && result.Entries[0].QueueOffset == offset) return null;
            return $"{arrival} was told; a read in OnArrived gave {result.Status}, {result.Count} messages. Tell of it once it can be read.";
        }
        catch (Exception e)
        {
            return $"{arrival} was told, and a read in OnArrived threw {e}.";
        }
    }
}
