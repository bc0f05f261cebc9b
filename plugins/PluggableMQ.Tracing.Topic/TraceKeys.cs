using System.Text;
using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Tracing.Topic;

/// <summary>The keys of a trace message: the ids and keys of all messages in it, each once, so that a trace is found by either.</summary>
internal sealed class TraceKeys
{
    /// <summary>All properties of a message fit in 32,767 bytes; this leaves 10,000 for the others.</summary>
    public const int MaxBytes = short.MaxValue - 10_000;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly StringBuilder _text = new();
    private int _bytes;

    /// <summary>Whether another message's entry should go into a new message.</summary>
    public bool IsFull => _bytes >= MaxBytes;

    /// <summary>Adds what a message is found by. A key that does not fit is left out: the text has it all the same.</summary>
    public void Add(TraceMessage message)
    {
        Add(message.MessageId);
        if (string.IsNullOrEmpty(message.Keys)) return;
        foreach (var key in message.Keys.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Add(key);
    }

    public void Clear()
    {
        _seen.Clear();
        _text.Clear();
        _bytes = 0;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Add(string key)
    {
        var bytes = Encoding.UTF8.GetByteCount(key) + 1;
        if (_bytes + bytes > short.MaxValue - 5_000 || !_seen.Add(key)) return;
        if (_text.Length > 0) _text.Append(' ');
        _text.Append(key);
        _bytes += bytes;
    }
}
