using System.Buffers;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>Mapped bytes as <see cref="Memory{T}"/>, so that records are handed out where they lie.</summary>
internal sealed unsafe class MappedMemory(byte* pointer, int length) : MemoryManager<byte>
{
    private byte* _pointer = pointer;

    public override Span<byte> GetSpan()
    {
        // A record that is used after its lease ended must fail here, not read unmapped memory.
        ObjectDisposedException.ThrowIf(_pointer == null, this);
        return new Span<byte>(_pointer, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_pointer == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
        return new MemoryHandle(_pointer + elementIndex);
    }

    public override void Unpin()
    {
        // Mapped memory does not move.
    }

    protected override void Dispose(bool disposing) => _pointer = null;
}
