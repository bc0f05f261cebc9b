using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Testing.Storage;

/// <summary>Reads as another reader does, and lends what it found: the memory is overwritten when the result is reset, as a mapped file is
/// gone then.</summary>
internal sealed class LendingReader(IMessageReader inner) : IMessageReader
{
    private int _lent;

    /// <summary>How many results were not given back yet.</summary>
    public int Lent => Volatile.Read(ref _lent);

    /// <summary>Whether each result says that a slave should serve the data.</summary>
    public bool SuggestsSlave { get; set; }

    public void Read(in MessageReadRequest request, MessageReadResult result)
    {
        inner.Read(request, result);
        Lend(result);
    }

    public bool TryReadAt(long physicalOffset, MessageReadResult result)
    {
        if (!inner.TryReadAt(physicalOffset, result)) return false;
        Lend(result);
        return true;
    }

    public long GetMinOffset(string topic, int queueId) => inner.GetMinOffset(topic, queueId);

    public long GetMaxOffset(string topic, int queueId) => inner.GetMaxOffset(topic, queueId);

    public long GetOffsetByTime(string topic, int queueId, long timestamp) => inner.GetOffsetByTime(topic, queueId, timestamp);

    public long GetStoreTimestamp(string topic, int queueId, long queueOffset) => inner.GetStoreTimestamp(topic, queueId, queueOffset);

    private void Lend(MessageReadResult result)
    {
        if (SuggestsSlave) result.SuggestPullingFromSlave = true;
        if (result.Count == 0) return;
        var memory = new byte[result.TotalBytes];
        var at = 0;
        for (var i = 0; i < result.Count; i++)
        {
            var entry = result.Entries[i];
            var length = entry.Record.Length;
            entry.Record.CopyTo(memory.AsMemory(at));
            result.Replace(i, entry with { Record = memory.AsMemory(at, length) });
            at += length;
        }

        Interlocked.Increment(ref _lent);
        result.AddLease(new Lease(this, memory));
    }

    private sealed class Lease(LendingReader reader, byte[] memory) : IDisposable
    {
        private bool _isGivenBack;

        public void Dispose()
        {
            if (_isGivenBack) return;
            _isGivenBack = true;
            // Nothing of a record is left: what still reads it finds no length, no magic code and no topic.
            memory.AsSpan().Fill(0xDD);
            Interlocked.Decrement(ref reader._lent);
        }
    }
}
