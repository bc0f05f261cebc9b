using System.Buffers;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.StoreDecorators.Encryption.Reading;

/// <summary>What a read holds on to: the inner store's result, and the memory of decrypted records. Reused.</summary>
internal sealed class ReadLease(ReadLeasePool pool) : IDisposable
{
    private byte[]? _buffer;
    private int _used;

    /// <summary>What the inner store found.</summary>
    public MessageReadResult Stored { get; } = new();

    /// <summary>Makes room for the encrypted records of <see cref="Stored"/>.</summary>
    public void Reserve()
    {
        var length = 0;
        foreach (ref readonly var entry in Stored.Entries)
        {
            if (RecordOpener.IsSealed(entry.Record.Span)) length += entry.Record.Length;
        }

        if (length > 0) _buffer = ArrayPool<byte>.Shared.Rent(length);
    }

    /// <summary>Decrypts a record into that room.</summary>
    public Unreadable Open(RecordOpener opener, ReadOnlySpan<byte> record, out ReadOnlyMemory<byte> opened)
    {
        var problem = opener.Open(record, _buffer.AsSpan(_used), out var length);
        opened = problem == Unreadable.No ? _buffer.AsMemory(_used, length) : default;
        if (problem == Unreadable.No) _used += length;
        return problem;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stored.Reset();
        if (_buffer is { } buffer)
        {
            // Plain text does not stay in the pool for others to find.
            buffer.AsSpan(0, _used).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _buffer = null;
        _used = 0;
        pool.Return(this);
    }
}
