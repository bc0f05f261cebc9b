using System.Buffers;
using PluggableMQ.Abstractions.Storage;

namespace Template._1;

/// <summary>What a read holds on to: the inner store's result, and the memory of unpacked records.</summary>
internal sealed class ReadLease : IDisposable
{
    private readonly List<byte[]> _rented = [];

    /// <summary>What the inner store found. Its memory may be a mapped file: it is never written.</summary>
    public MessageReadResult Stored { get; } = new();

    /// <summary>Unpacks a record into memory that is this lease's.</summary>
    /// <param name="record">A packed record.</param>
    /// <param name="length">How long it gets.</param>
    public ReadOnlyMemory<byte> Unpack(ReadOnlySpan<byte> record, int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        _rented.Add(buffer);
        PackedBody.Unpack(record, buffer.AsSpan(0, length));
        return buffer.AsMemory(0, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stored.Reset();
        foreach (var buffer in _rented) ArrayPool<byte>.Shared.Return(buffer);
        // A second call gives nothing back a second time.
        _rented.Clear();
    }
}
