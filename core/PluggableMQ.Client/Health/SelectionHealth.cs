namespace PluggableMQ.Client.Health;

/// <summary>How the queue selection strategies of all producers do. Thread-safe.</summary>
public sealed class SelectionHealth
{
    private readonly LastFault _lastFault;
    private long _throws;
    private long _foreignQueues;
    private long _reportThrows;

    internal SelectionHealth(TimeProvider clock) => _lastFault = new LastFault(clock);

    /// <summary>Selections that threw; round robin was used.</summary>
    public long Throws => Volatile.Read(ref _throws);

    /// <summary>Selections that gave a queue that was not offered, or none; round robin was used.</summary>
    public long ForeignQueues => Volatile.Read(ref _foreignQueues);

    /// <summary>Reports of how a send went that threw; nothing came of it.</summary>
    public long ReportThrows => Volatile.Read(ref _reportThrows);

    /// <summary>What went wrong last; null when nothing did.</summary>
    public string? LastFault => _lastFault.Text;

    /// <summary>How long ago that was.</summary>
    public TimeSpan? SinceLastFault => _lastFault.Age;

    /// <summary>Begins anew: the strategy is another one.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _throws, 0);
        Interlocked.Exchange(ref _foreignQueues, 0);
        Interlocked.Exchange(ref _reportThrows, 0);
        _lastFault.Clear();
    }

    internal void Count(SelectionFault fault, string reason)
    {
        switch (fault)
        {
            case SelectionFault.Threw:
                Interlocked.Increment(ref _throws);
                break;
            case SelectionFault.ForeignQueue:
                Interlocked.Increment(ref _foreignQueues);
                break;
            default:
                Interlocked.Increment(ref _reportThrows);
                break;
        }

        _lastFault.Set(reason);
    }
}
