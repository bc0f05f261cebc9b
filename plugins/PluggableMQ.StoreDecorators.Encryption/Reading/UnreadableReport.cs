using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.StoreDecorators.Encryption.Reading;

/// <summary>Tells of messages that cannot be read: each once, with its place and the remedy. Thread-safe.</summary>
internal sealed class UnreadableReport(ILogger logger)
{
    // A queue of lost messages is read again and again; what was told is remembered within reason.
    private const int MaxRemembered = 4096;

    private readonly Lock _lock = new();
    private readonly HashSet<long> _told = [];
    private long _count;

    /// <summary>How many different messages could not be read.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Tells of a message.</summary>
    public void Add(Unreadable problem, string topic, int queueId, in MessageReadEntry entry)
    {
        lock (_lock)
        {
            if (_told.Count >= MaxRemembered) _told.Clear();
            if (!_told.Add(entry.PhysicalOffset)) return;
            _count++;
        }

        Log.MessageUnreadable(logger, topic, queueId, entry.QueueOffset, entry.PhysicalOffset, Describe(problem, entry));
    }

    /// <summary>What is wrong, and what to do.</summary>
    public static string Describe(Unreadable problem, in MessageReadEntry entry) => problem switch
    {
        Unreadable.KeyMissing => $"the encryption key '{RecordKey.GetId(entry.Record.Span)}' is not among the configured ones. Put it back under 'keys' and restart the broker; "
            + "then reset the consumers' offsets to read what was left out.",
        Unreadable.Plain => "it is not encrypted, and 'acceptPlain' is false. If it is from before, set that to true; else somebody changed the store's files.",
        _ => "it is not what was stored: its body, topic, queue or properties were changed in the store's files, or these are damaged.",
    };
}
