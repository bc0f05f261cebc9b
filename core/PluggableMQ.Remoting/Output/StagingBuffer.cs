using System.Buffers;

namespace PluggableMQ.Remoting.Output;

/// <summary>Holds frames while the pipe is being flushed. Grows from the shared pool and gives everything back when emptied. Not
/// thread-safe.</summary>
internal sealed class StagingBuffer : IBufferWriter<byte>
{
    private const int MinLength = 4096;
    private byte[] _bytes = [];

    /// <summary>How many bytes are held.</summary>
    public int Length { get; private set; }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Drops what was written behind a place.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Copies everything out and empties the buffer.</summary>
    public void MoveTo(IBufferWriter<byte> target)
    {
        target.Write(_bytes.AsSpan(0, Length));
        Clear();
    }

    /// <summary>Empties the buffer.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length) return;
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(MinLength, Math.Max(needed, _bytes.Length * 2)));
        _bytes.AsSpan(0, Length).CopyTo(grown);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = grown;
    }
}
