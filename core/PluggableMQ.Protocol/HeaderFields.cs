using System.Buffers.Text;
using System.Text;

namespace PluggableMQ.Protocol;

/// <summary>The fields of a frame's header (<c>extFields</c>): names and values in UTF-8, in wire order.</summary>
/// <remarks>
/// Keeps everything in one growing buffer of its own, so that a reused instance reads and writes without allocating. Spans handed
/// out are valid until the next change. Not thread-safe. Several fields of one name can be added; lookups give the last, as Java's map does.
/// </remarks>
public sealed partial class HeaderFields
{
    /// <summary>The most fields that a received frame may have; a frame with more is malformed.</summary>
    public const int MaxReceivedCount = 4096;

    private const int UsualBytes = 512;
    private const int UsualCount = 16;
    private const int MaxKeptBytes = 65536;
    private const int MaxKeptCount = 256;

    private byte[] _bytes = new byte[UsualBytes];
    private Entry[] _entries = new Entry[UsualCount];
    private int _length;
    private bool _present;

    /// <summary>How many fields there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the frame has the <c>extFields</c> member at all; <c>{}</c> and absence differ on the wire.</summary>
    public bool IsPresent => _present || Count > 0;

    /// <summary>Makes an empty <c>extFields</c> member appear, as Java does for a header class without values.</summary>
    public void MarkPresent() => _present = true;

    /// <summary>Forgets all fields, keeps the buffers unless they have grown beyond 64 KiB or 256 fields.</summary>
    public void Clear()
    {
        Count = 0;
        _length = 0;
        _present = false;
        if (_bytes.Length > MaxKeptBytes) _bytes = new byte[UsualBytes];
        if (_entries.Length > MaxKeptCount) _entries = new Entry[UsualCount];
    }

    /// <summary>Adds a field.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The value in UTF-8.</param>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var target = Begin(name, value.Length);
        value.CopyTo(target);
        End(name.Length, value.Length);
    }

    /// <summary>Adds a field; a null value adds nothing.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The value.</param>
    public void Add(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null) return;
        var target = Begin(name, Encoding.UTF8.GetMaxByteCount(value.Length));
        End(name.Length, Encoding.UTF8.GetBytes(value, target));
    }

    /// <summary>Adds a number, as decimal text.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The value.</param>
    public void Add(ReadOnlySpan<byte> name, long value)
    {
        var target = Begin(name, 20);
        Utf8Formatter.TryFormat(value, target, out var written);
        End(name.Length, written);
    }

    /// <summary>Adds a boolean, as <c>true</c> or <c>false</c>.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The value.</param>
    public void Add(ReadOnlySpan<byte> name, bool value) => Add(name, value ? "true"u8 : "false"u8);

    /// <summary>Sets a field: replaces the value of the field that a lookup finds, or adds one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        var utf8Name = Encoding.UTF8.GetBytes(name);
        var index = IndexOf(utf8Name);
        if (index < 0)
        {
            Add(utf8Name, value);
            return;
        }

        Add(utf8Name, value);
        _entries[index] = _entries[--Count];
    }

    /// <summary>The name of a field.</summary>
    /// <param name="index">Its place, below <see cref="Count"/>.</param>
    /// <returns>UTF-8.</returns>
    public ReadOnlySpan<byte> GetName(int index)
    {
        ref readonly var entry = ref Entries[index];
        return _bytes.AsSpan(entry.NameStart, entry.NameLength);
    }

    /// <summary>The value of a field.</summary>
    /// <param name="index">Its place, below <see cref="Count"/>.</param>
    /// <returns>UTF-8.</returns>
    public ReadOnlySpan<byte> GetValue(int index)
    {
        ref readonly var entry = ref Entries[index];
        return _bytes.AsSpan(entry.NameStart + entry.NameLength, entry.ValueLength);
    }

    /// <summary>Finds a field.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <returns>The place of the last one, or -1.</returns>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (GetName(i).SequenceEqual(name)) return i;
        }

        return -1;
    }

    /// <summary>Reads a field.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The value in UTF-8.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var index = IndexOf(name);
        value = index < 0 ? default : GetValue(index);
        return index >= 0;
    }

    /// <summary>Reads a field as text.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <returns>The value, or null.</returns>
    public string? GetString(ReadOnlySpan<byte> name) => TryGet(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>Reads a field as a number.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when it is absent or not a number.</returns>
    public bool TryGetInt64(ReadOnlySpan<byte> name, out long value)
    {
        value = 0;
        return TryGet(name, out var text) && TryParseInt64(text, out value);
    }

    /// <summary>Reads a field as a number.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when it is absent or not a 32-bit number.</returns>
    public bool TryGetInt32(ReadOnlySpan<byte> name, out int value)
    {
        var found = TryGetInt64(name, out var wide) && wide is >= int.MinValue and <= int.MaxValue;
        value = found ? (int)wide : 0;
        return found;
    }

    /// <summary>Reads a field as a boolean, the way Java's <c>Boolean.parseBoolean</c> does.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <returns>Whether it is there and says true, in any case.</returns>
    public bool GetBoolean(ReadOnlySpan<byte> name) => TryGet(name, out var text) && Ascii.EqualsIgnoreCase(text, "true"u8);

    /// <summary>Parses a decimal number that fills the whole text.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParseInt64(ReadOnlySpan<byte> text, out long value)
        => Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;

    /// <summary>Copies all fields of another instance behind these.</summary>
    /// <param name="other">Where to copy from.</param>
    public void CopyFrom(HeaderFields other)
    {
        for (var i = 0; i < other.Count; i++) Add(other.GetName(i), other.GetValue(i));
        _present |= other._present;
    }

    /// <summary>Adds a field whose value is given as it stands between the quotes of a JSON string.</summary>
    internal bool TryAddUnescaped(ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw)
    {
        if (!JsonEscapes.TryUnescape(raw, Begin(name, raw.Length), out var length)) return false;
        End(name.Length, length);
        return true;
    }

    /// <summary>The bytes of all names and values, for sizing an encoding; replaced values may still be among them.</summary>
    internal ReadOnlySpan<byte> AllBytes => _bytes.AsSpan(0, _length);

    private ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, Count);

    private Span<byte> Begin(ReadOnlySpan<byte> name, int maxValueLength)
    {
        var needed = _length + name.Length + maxValueLength;
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        name.CopyTo(_bytes.AsSpan(_length));
        return _bytes.AsSpan(_length + name.Length);
    }

    private void End(int nameLength, int valueLength)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, Count * 2);
        _entries[Count++] = new Entry(_length, nameLength, valueLength);
        _length += nameLength + valueLength;
    }

    private readonly record struct Entry(int NameStart, int NameLength, int ValueLength);
}
