using System.Buffers;
using System.Text;

namespace PluggableMQ.Protocol;

/// <summary>The properties text of a message: <c>name 0x01 value 0x02 name 0x01 value ...</c> in UTF-8.</summary>
/// <remarks>
/// Reads as <c>MessageDecoder.string2messageProperties</c> does: a piece without a name or without a value is dropped, of several
/// pieces with one name the last one counts, and a separator at the end is allowed. Writes as 4.9.8 does, without one at the end.
/// </remarks>
public static class PropertiesCodec
{
    /// <summary>The longest text that a stored record can hold, in bytes.</summary>
    public const int MaxLength = short.MaxValue;

    private const byte NameEnd = 1;
    private const byte ValueEnd = 2;

    /// <summary>Finds a property.</summary>
    /// <param name="properties">The text.</param>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The value in UTF-8, a part of <paramref name="properties"/>.</param>
    /// <returns>Whether it is there.</returns>
    public static bool TryGet(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        // Backwards, because the last one counts.
        while (!properties.IsEmpty)
        {
            var start = properties.LastIndexOf(ValueEnd) + 1;
            var piece = properties[start..];
            if (piece.Length >= name.Length + 2 && piece[name.Length] == NameEnd && piece.StartsWith(name) && !name.IsEmpty)
            {
                value = piece[(name.Length + 1)..];
                return true;
            }

            properties = properties[..Math.Max(start - 1, 0)];
        }

        value = default;
        return false;
    }

    /// <summary>Finds a property and makes text of its value.</summary>
    /// <param name="properties">The text.</param>
    /// <param name="name">The name in UTF-8.</param>
    /// <returns>The value, or null.</returns>
    public static string? GetString(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> name)
        => TryGet(properties, name, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>Reads all properties.</summary>
    /// <param name="properties">The text.</param>
    /// <returns>Names and values; empty when there are none.</returns>
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> properties)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!properties.IsEmpty)
        {
            var end = properties.IndexOf(ValueEnd);
            var piece = end < 0 ? properties : properties[..end];
            properties = end < 0 ? default : properties[(end + 1)..];
            var nameEnd = piece.IndexOf(NameEnd);
            if (nameEnd > 0 && nameEnd < piece.Length - 1)
                result[Encoding.UTF8.GetString(piece[..nameEnd])] = Encoding.UTF8.GetString(piece[(nameEnd + 1)..]);
        }

        return result;
    }

    /// <summary>Makes the text.</summary>
    /// <param name="properties">Names and values, in the order in which they are written.</param>
    /// <returns>The text; empty when there are none.</returns>
    public static string ToText(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var text = new StringBuilder(256);
        foreach (var (name, value) in properties)
        {
            if (text.Length > 0) text.Append(PropertyNames.PropertySeparator);
            text.Append(name).Append(PropertyNames.NameValueSeparator).Append(value);
        }

        return text.ToString();
    }

    /// <summary>Writes the text in UTF-8.</summary>
    /// <param name="properties">Names and values, in the order in which they are written.</param>
    /// <param name="output">Where to.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(IEnumerable<KeyValuePair<string, string>> properties, IBufferWriter<byte> output)
    {
        var total = 0;
        foreach (var (name, value) in properties)
        {
            var target = output.GetSpan(Encoding.UTF8.GetMaxByteCount(name.Length) + Encoding.UTF8.GetMaxByteCount(value.Length) + 2);
            var at = 0;
            if (total > 0) target[at++] = ValueEnd;
            at += Encoding.UTF8.GetBytes(name, target[at..]);
            target[at++] = NameEnd;
            at += Encoding.UTF8.GetBytes(value, target[at..]);
            output.Advance(at);
            total += at;
        }

        return total;
    }

    /// <summary>Writes the text of a table; returns its length.</summary>
    internal static int Write(Dictionary<string, string> properties, Span<byte> target)
    {
        var at = 0;
        foreach (var (name, value) in properties)
        {
            if (at > 0) target[at++] = ValueEnd;
            at += Encoding.UTF8.GetBytes(name, target[at..]);
            target[at++] = NameEnd;
            at += Encoding.UTF8.GetBytes(value, target[at..]);
        }

        return at;
    }

    /// <summary>An upper bound of the length of a table's text.</summary>
    internal static int GetMaxLength(Dictionary<string, string> properties)
    {
        var bound = 0;
        foreach (var (name, value) in properties)
            bound += Encoding.UTF8.GetMaxByteCount(name.Length) + Encoding.UTF8.GetMaxByteCount(value.Length) + 2;
        return bound;
    }

    /// <summary>Copies the text without one property. The target may be the source itself.</summary>
    /// <param name="properties">The text.</param>
    /// <param name="name">The name in UTF-8; every piece of that name is left out.</param>
    /// <param name="target">At least as long as <paramref name="properties"/>.</param>
    /// <returns>The length of the copy; it has no separator at its end.</returns>
    public static int CopyWithout(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> name, Span<byte> target)
    {
        var length = 0;
        while (!properties.IsEmpty)
        {
            var end = properties.IndexOf(ValueEnd);
            var piece = end < 0 ? properties : properties[..end];
            properties = end < 0 ? default : properties[(end + 1)..];
            if (piece.IsEmpty || (piece.Length > name.Length && piece[name.Length] == NameEnd && piece.StartsWith(name))) continue;
            if (length > 0) target[length++] = ValueEnd;
            piece.CopyTo(target[length..]);
            length += piece.Length;
        }

        return length;
    }

    /// <summary>Adds a property behind a text.</summary>
    /// <param name="target">Holds the text; must have room for separator, name and value.</param>
    /// <param name="length">The text's length so far.</param>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The value in UTF-8.</param>
    /// <returns>The new length.</returns>
    public static int Append(Span<byte> target, int length, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (length > 0 && target[length - 1] != ValueEnd) target[length++] = ValueEnd;
        name.CopyTo(target[length..]);
        length += name.Length;
        target[length++] = NameEnd;
        value.CopyTo(target[length..]);
        return length + value.Length;
    }
}
