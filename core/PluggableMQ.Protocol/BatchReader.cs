using System.Buffers.Binary;

namespace PluggableMQ.Protocol;

/// <summary>Reads the messages of a batch one by one, as tolerant as the Java broker.</summary>
/// <remarks>
/// Total size, magic and CRC of a message are not looked at: some clients write a wrong total size, or leave out the last separator of
/// the properties, and Java reads both.
/// </remarks>
/// <param name="batch">The batch; entries refer to it.</param>
public ref struct BatchReader(ReadOnlySpan<byte> batch)
{
    private readonly ReadOnlySpan<byte> _batch = batch;
    private int _position;

    /// <summary>Whether the last read stopped because the rest is not a whole message.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Where the next message begins.</summary>
    public readonly int Position => _position;

    /// <summary>Reads the next message.</summary>
    /// <param name="entry">The message.</param>
    /// <returns>False at the end, and when the rest is malformed: see <see cref="IsMalformed"/>.</returns>
    public bool TryReadNext(out BatchEntry entry)
    {
        entry = default;
        if (IsMalformed || _position == _batch.Length) return false;
        IsMalformed = true;
        var rest = _batch[_position..];
        if (rest.Length < BatchCodec.FixedLength) return false;
        var bodyLength = BinaryPrimitives.ReadInt32BigEndian(rest[16..]);
        if (bodyLength < 0 || bodyLength > rest.Length - BatchCodec.FixedLength) return false;
        var propertiesLength = BinaryPrimitives.ReadInt16BigEndian(rest[(20 + bodyLength)..]);
        if (propertiesLength < 0 || propertiesLength > rest.Length - BatchCodec.FixedLength - bodyLength) return false;
        IsMalformed = false;
        entry = new BatchEntry(
            _batch,
            BinaryPrimitives.ReadInt32BigEndian(rest[12..]),
            _position + 20,
            bodyLength,
            _position + BatchCodec.FixedLength + bodyLength,
            propertiesLength);
        _position = entry.PropertiesStart + propertiesLength;
        return true;
    }
}
