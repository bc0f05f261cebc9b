namespace PluggableMQ.Client.Health;

/// <summary>Remembers what went wrong last, and when. Thread-safe.</summary>
internal sealed class LastFault(TimeProvider clock)
{
    private volatile Entry? _entry;

    /// <summary>What it was; null when nothing went wrong.</summary>
    public string? Text => _entry?.Text;

    /// <summary>How long ago it was; null when nothing went wrong.</summary>
    public TimeSpan? Age => _entry is { } entry ? clock.GetElapsedTime(entry.Timestamp) : null;

    /// <summary>Notes that something went wrong.</summary>
    public void Set(string text) => _entry = new Entry(text, clock.GetTimestamp());

    /// <summary>Forgets it.</summary>
    public void Clear() => _entry = null;

    private sealed record Entry(string Text, long Timestamp);
}
