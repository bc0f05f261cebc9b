namespace PluggableMQ.Broker.Pulling;

/// <summary>The pulls held on one queue. A small list under its own lock.</summary>
internal sealed class HeldPulls
{
    private readonly Lock _gate = new();
    private readonly List<HeldPull> _held = new(4);
    private bool _retired;

    public HeldPulls(string topic, int queueId)
    {
        Topic = topic;
        QueueId = queueId;
    }

    public string Topic { get; }

    public int QueueId { get; }

    /// <summary>Adds a pull; false when this list has been retired and a new one must be made.</summary>
    public bool TryAdd(HeldPull pull)
    {
        lock (_gate)
        {
            if (_retired) return false;
            _held.Add(pull);
            return true;
        }
    }

    /// <summary>Takes out and starts the pulls that a message wakes. Returns how many.</summary>
    public int Wake(long queueEnd, long tagsCode)
    {
        lock (_gate)
        {
            var kept = 0;
            for (var i = 0; i < _held.Count; i++)
            {
                var pull = _held[i];
                if (pull.IsWokenBy(queueEnd, tagsCode)) pull.Resume();
                else _held[kept++] = pull;
            }

            return Truncate(kept);
        }
    }

    /// <summary>
    /// Takes out the pulls whose time is over, whose queue has grown, or whose connection is closed. Returns how many. An empty list may be
    /// retired.
    /// </summary>
    public int Sweep(long now, long queueEnd, bool retire, out bool retired)
    {
        lock (_gate)
        {
            var kept = 0;
            for (var i = 0; i < _held.Count; i++)
            {
                var pull = _held[i];
                if (pull.IsAbandoned) pull.Drop();
                // A message that no tag wanted still moves the consumer's offset on: the second pass answers where to go on.
                else if (queueEnd > pull.QueueOffset || pull.IsOverdue(now)) pull.Resume();
                else _held[kept++] = pull;
            }

            var removed = Truncate(kept);
            retired = _retired = retire && _held.Count == 0;
            return removed;
        }
    }

    private int Truncate(int kept)
    {
        var removed = _held.Count - kept;
        if (removed > 0) _held.RemoveRange(kept, removed);
        return removed;
    }
}
