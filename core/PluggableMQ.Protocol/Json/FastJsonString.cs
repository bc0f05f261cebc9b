using System.Buffers;
using System.Globalization;
using System.Text;

namespace PluggableMQ.Protocol.Json;

/// <summary>The text between two quotes of Java's JSON.</summary>
internal static partial class FastJsonString
{
    /// <summary>Resolves the escapes of a text.</summary>
    /// <exception cref="InvalidDataException">An escape is unknown or cut off.</exception>
    public static string Unescape(ReadOnlySpan<byte> raw)
    {
        var rented = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            var length = 0;
            while (true)
            {
                var at = raw.IndexOf((byte)'\\');
                length += Encoding.UTF8.GetChars(at < 0 ? raw : raw[..at], rented.AsSpan(length));
                if (at < 0) return new string(rented, 0, length);
                raw = raw[(at + 1)..];
                rented[length++] = ReadEscape(ref raw);
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static char ReadEscape(ref ReadOnlySpan<byte> raw)
    {
        var letter = raw.IsEmpty ? (byte)0 : raw[0];
        if (letter is (byte)'u' or (byte)'x') return ReadHex(ref raw, letter == 'u' ? 4 : 2);
        var value = letter switch
        {
            (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'/' => (char)letter,
            (byte)'b' => '\b',
            (byte)'f' or (byte)'F' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'v' => '\v',
            >= (byte)'0' and <= (byte)'7' when !raw.IsEmpty => (char)(letter - '0'),
            _ => throw new InvalidDataException($"Broken JSON: unknown escape '\\{(char)letter}'."),
        };
        raw = raw[1..];
        return value;
    }

    private static char ReadHex(ref ReadOnlySpan<byte> raw, int digits)
    {
        if (raw.Length > digits && ushort.TryParse(raw.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            raw = raw[(1 + digits)..];
            return (char)value;
        }

        throw new InvalidDataException("Broken JSON: a \\u escape without four hexadecimal digits, or a \\x escape without two.");
    }
}
