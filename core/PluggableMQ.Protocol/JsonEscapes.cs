using System.Text;

namespace PluggableMQ.Protocol;

/// <summary>Undoes the escapes of a JSON string.</summary>
internal static class JsonEscapes
{
    /// <summary>Unescapes.</summary>
    /// <param name="raw">What stands between the quotes.</param>
    /// <param name="target">At least as long; escapes only shrink.</param>
    /// <param name="length">How many bytes were written.</param>
    /// <returns>False when an escape is none that JSON knows.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> target, out int length)
    {
        length = 0;
        while (true)
        {
            var clean = raw.IndexOf((byte)'\\');
            if (clean < 0)
            {
                raw.CopyTo(target[length..]);
                length += raw.Length;
                return true;
            }

            raw[..clean].CopyTo(target[length..]);
            length += clean;
            raw = raw[clean..];
            if (raw.Length < 2) return false;
            if (raw[1] == (byte)'u')
            {
                if (!TryUnescapeUnicode(ref raw, target, ref length)) return false;
                continue;
            }

            var value = raw[1] switch
            {
                (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'\'' => raw[1],
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                _ => (byte)0,
            };
            if (value == 0) return false;
            target[length++] = value;
            raw = raw[2..];
        }
    }

    private static bool TryUnescapeUnicode(ref ReadOnlySpan<byte> raw, Span<byte> target, ref int length)
    {
        if (!TryReadUnit(raw, out var unit)) return false;
        raw = raw[6..];
        if (unit < 0x80)
        {
            target[length++] = (byte)unit;
            return true;
        }

        // Java writes a surrogate without its partner as a question mark.
        var rune = new Rune('?');
        if (Rune.IsValid(unit)) rune = new Rune(unit);
        else if (char.IsHighSurrogate(unit) && TryReadUnit(raw, out var low) && char.IsLowSurrogate(low))
        {
            rune = new Rune(unit, low);
            raw = raw[6..];
        }

        length += rune.EncodeToUtf8(target[length..]);
        return true;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> raw, out char unit)
    {
        unit = '\0';
        if (raw.Length < 6 || raw[0] != (byte)'\\' || raw[1] != (byte)'u') return false;
        var value = 0;
        foreach (var digit in raw.Slice(2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
            // '0' is 0x30, 'A' 0x41, 'a' 0x61: the low four bits, and nine more for a letter.
            value = (value << 4) | ((digit & 0xF) + ((digit >> 6) * 9));
        }

        unit = (char)value;
        return true;
    }
}
