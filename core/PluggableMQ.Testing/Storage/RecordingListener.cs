using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Testing.Storage;

/// <summary>Keeps what a store told.</summary>
public sealed class RecordingListener : IMessageArrivalListener
{
    private readonly List<MessageArrival> _arrivals = [];

    public IReadOnlyList<MessageArrival> Arrivals
    {
        get
        {
            lock (_arrivals) return [.. _arrivals];
        }
    }

    public void OnArrived(in MessageArrival arrival)
    {
        lock (_arrivals) _arrivals.Add(arrival);
    }
}
