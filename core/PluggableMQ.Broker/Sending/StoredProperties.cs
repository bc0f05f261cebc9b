using System.Buffers;
using System.Buffers.Text;
using System.Text;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Sending;

/// <summary>The properties of one message as they are stored, in a pooled buffer, with what the broker must know of them.</summary>
/// <remarks>
/// Java parses the text into a map and writes it anew: CLUSTER is added, WAIT is taken out, except where a later step rebuilds the text
/// (delay, half message), which brings WAIT back. One pass here does the same on the bytes. Dispose gives the buffer back.
/// </remarks>
internal struct StoredProperties : IDisposable
{
    // REAL_TOPIC and REAL_QID with their values and separators, a capped DELAY, and WAIT.
    private const int RoomForMore = 12 + 128 + 10 + 11 + 8 + 8;

    private byte[]? _buffer;
    private int _length;
    private bool _hasWait;

    /// <summary>Whether the sender waits for the flush policy (property WAIT; true unless it says otherwise).</summary>
    public bool WaitForFlush { get; private set; }

    /// <summary>The delay level; 0 when the message is not delayed.</summary>
    public int DelayLevel { get; private set; }

    /// <summary>Whether the message is a half message (TRAN_MSG).</summary>
    public bool IsHalf { get; private set; }

    /// <summary>The text.</summary>
    public readonly ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>The text.</summary>
    public readonly ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>Takes a sender's properties and adds the cluster.</summary>
    /// <param name="properties">The text as received.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <returns>The properties to store.</returns>
    public static StoredProperties Create(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> cluster)
    {
        var result = Copy(properties, cluster.Length + 9, keepWait: false);
        if (!cluster.IsEmpty) result.Append("CLUSTER"u8, cluster);
        return result;
    }

    /// <summary>Takes a batch's properties, WAIT kept, and adds the cluster.</summary>
    /// <param name="properties">The text as received.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <returns>What goes behind each message's own properties.</returns>
    public static StoredProperties CopyWith(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> cluster)
    {
        var result = Copy(properties, cluster.Length + 9, keepWait: true);
        if (!cluster.IsEmpty) result.Append("CLUSTER"u8, cluster);
        return result;
    }

    /// <summary>Takes properties over as they are, for a message that is stored again.</summary>
    /// <param name="properties">The text.</param>
    /// <param name="room">Bytes that the caller will append.</param>
    /// <returns>The properties to store.</returns>
    public static StoredProperties CopyOf(ReadOnlySpan<byte> properties, int room = 0)
    {
        var result =
            new StoredProperties { _buffer = ArrayPool<byte>.Shared.Rent(properties.Length + room + RoomForMore), WaitForFlush = true };
        foreach (var range in new PropertyPieces(properties)) result.Note(properties[range]);
        properties.CopyTo(result._buffer);
        result._length = properties.Length;
        return result;
    }

    /// <summary>Sets a property: an earlier one of that name is taken out.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Remove(name);
        Append(name, value);
    }

    /// <summary>Sets a property to a number.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var length);
        Set(name, text[..length]);
    }

    /// <summary>Sets a property to text.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(ReadOnlySpan<byte> name, string value)
    {
        Span<byte> text = value.Length <= 256 ? stackalloc byte[768] : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        Set(name, text[..Encoding.UTF8.GetBytes(value, text)]);
    }

    /// <summary>Takes a property out.</summary>
    /// <param name="name">The name.</param>
    public void Remove(ReadOnlySpan<byte> name)
    {
        if (PropertiesCodec.TryGet(Span, name, out _)) _length = PropertiesCodec.CopyWithout(Span, name, _buffer);
    }

    /// <summary>Sets the delay level; 0 stores the message where it is sent to.</summary>
    /// <param name="level">The level.</param>
    public void SetDelay(int level)
    {
        Set("DELAY"u8, level);
        DelayLevel = level;
    }

    /// <summary>Sets whether the flush policy is waited for.</summary>
    /// <param name="wait">Whether it is.</param>
    public void SetWait(bool wait)
    {
        WaitForFlush = wait;
        _hasWait = true;
        RestoreWait();
    }

    /// <summary>Writes WAIT back where Java's rebuilt text has it.</summary>
    public void RestoreWait()
    {
        if (_hasWait) Set("WAIT"u8, WaitForFlush ? "true"u8 : "false"u8);
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (_buffer is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
        _buffer = null;
        _length = 0;
    }

    private static StoredProperties Copy(ReadOnlySpan<byte> properties, int room, bool keepWait)
    {
        var result =
            new StoredProperties { _buffer = ArrayPool<byte>.Shared.Rent(properties.Length + room + RoomForMore), WaitForFlush = true };
        var target = result._buffer.AsSpan();
        var length = 0;
        foreach (var range in new PropertyPieces(properties))
        {
            var piece = properties[range];
            var kind = result.Note(piece);
            if ((kind == PropertyKind.Wait && !keepWait) || kind == PropertyKind.Cluster) continue;
            if (length > 0) target[length++] = (byte)PropertyNames.PropertySeparator;
            piece.CopyTo(target[length..]);
            length += piece.Length;
        }

        result._length = length;
        return result;
    }

    private void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var needed = _length + name.Length + value.Length + 2;
        if (needed > _buffer!.Length) Grow(needed);
        _length = PropertiesCodec.Append(_buffer, _length, name, value);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(needed);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer!);
        _buffer = larger;
    }

    private PropertyKind Note(ReadOnlySpan<byte> piece)
    {
        if (piece.StartsWith("WAIT\u0001"u8))
        {
            _hasWait = true;
            WaitForFlush = Ascii.EqualsIgnoreCase(piece[5..], "true"u8);
            return PropertyKind.Wait;
        }

        if (piece.StartsWith("DELAY\u0001"u8))
        {
            DelayLevel = HeaderFields.TryParseInt64(piece[6..], out var level) ? (int)Math.Clamp(level, 0, int.MaxValue) : 0;
            return PropertyKind.Other;
        }

        if (piece.StartsWith("TRAN_MSG\u0001"u8)) IsHalf = Ascii.EqualsIgnoreCase(piece[9..], "true"u8);
        return piece.StartsWith("CLUSTER\u0001"u8) ? PropertyKind.Cluster : PropertyKind.Other;
    }

    private enum PropertyKind
    {
        Other,
        Wait,
        Cluster,
    }
}
