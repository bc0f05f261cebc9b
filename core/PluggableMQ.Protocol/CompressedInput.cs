namespace PluggableMQ.Protocol;

/// <summary>The bytes to decompress, and whether more were asked for than there are.</summary>
/// <remarks>The framework's streams end quietly when their input is cut off; a whole input ends before it is exhausted.</remarks>
internal sealed unsafe class CompressedInput(byte* pointer, long length) : UnmanagedMemoryStream(pointer, length)
{
    /// <summary>Whether the decompressor asked for bytes after the last one.</summary>
    public bool WasExhausted { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Note(base.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Note(base.Read(buffer));

    private int Note(int read)
    {
        WasExhausted |= read == 0;
        return read;
    }
}
