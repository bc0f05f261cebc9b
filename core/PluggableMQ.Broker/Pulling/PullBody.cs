using System.Buffers;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Pulling;

/// <summary>The body of a pull's answer: stored records, copied once from the store's memory into the connection. Pooled.</summary>
internal sealed class PullBody : IFrameBody
{
    private readonly PullBodyPool _pool;

    public PullBody(PullBodyPool pool) => _pool = pool;

    /// <summary>What the store found.</summary>
    public MessageReadResult Result { get; } = new();

    /// <inheritdoc/>
    public int Length => Result.TotalBytes;

    /// <inheritdoc/>
    public void WriteTo(IBufferWriter<byte> output)
    {
        var target = Span<byte>.Empty;
        var used = 0;
        foreach (ref readonly var entry in Result.Entries)
        {
            var record = entry.Record.Span;
            while (record.Length > target.Length - used)
            {
                // Fill what is left, so that records of any size go through segments of any size.
                var part = target.Length - used;
                record[..part].CopyTo(target[used..]);
                record = record[part..];
                output.Advance(used + part);
                target = output.GetSpan();
                used = 0;
            }

            record.CopyTo(target[used..]);
            used += record.Length;
        }

        output.Advance(used);
    }

    /// <inheritdoc/>
    public void Release()
    {
        Result.Reset();
        _pool.Return(this);
    }
}
