using System.Buffers;

namespace PluggableMQ.Protocol;

/// <summary>How Java's fastjson escapes text.</summary>
internal static class FastJsonText
{
    /// <summary>The bytes that cannot stand in a JSON string as they are.</summary>
    public static readonly SearchValues<byte> Escaped = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\',
    ]);

    /// <summary>Writes the escape of one byte of <see cref="Escaped"/> and returns its length (2 or 6).</summary>
    public static int WriteEscape(byte value, Span<byte> target)
    {
        target[0] = (byte)'\\';
        var letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => (byte)'u',
        };
        target[1] = letter;
        if (letter != (byte)'u') return 2;
        target[2] = (byte)'0';
        target[3] = (byte)'0';
        target[4] = Hex(value >> 4);
        target[5] = Hex(value & 15);
        return 6;
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
