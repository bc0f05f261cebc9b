using System.Buffers;

namespace PluggableMQ.Protocol;

/// <summary>How Java's fastjson escapes text: as JSON asks, and beyond that U+007F to U+009F, U+2028 and U+2029.</summary>
internal static class FastJsonText
{
    /// <summary>How many bytes an escape adds at most: one byte becomes six.</summary>
    public const int MaxGrowth = 5;

    private const byte C1Lead = 0xC2;
    private const byte SeparatorLead = 0xE2;

    // Every byte that is escaped or may begin a character that is.
    private static readonly SearchValues<byte> Suspects = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        (byte)'"', (byte)'\\', 0x7F, C1Lead, SeparatorLead,
    ]);

    /// <summary>An upper bound of the escaped length.</summary>
    public static int GetMaxLength(ReadOnlySpan<byte> text) => text.Length + (text.CountAny(Suspects) * MaxGrowth);

    /// <summary>Writes text escaped, without quotes, and returns the length written.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var at = 0;
        while (!text.IsEmpty)
        {
            var clean = text.IndexOfAny(Suspects);
            if (clean < 0) clean = text.Length;
            text[..clean].CopyTo(target[at..]);
            at += clean;
            text = text[clean..];
            if (!text.IsEmpty) text = text[WriteSuspect(text, target, ref at)..];
        }

        return at;
    }

    private static int WriteSuspect(ReadOnlySpan<byte> text, Span<byte> target, ref int at)
    {
        var value = text[0];
        switch (value)
        {
            case C1Lead when text.Length > 1 && text[1] is >= 0x80 and < 0xA0:
                WriteHex(text[1], target, ref at);
                return 2;
            case SeparatorLead when text.Length > 2 && text[1] == 0x80 && text[2] is 0xA8 or 0xA9:
                WriteHex(0x2028 + text[2] - 0xA8, target, ref at);
                return 3;
            case C1Lead or SeparatorLead:
                target[at++] = value;
                return 1;
        }

        var letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => (byte)0,
        };
        if (letter == 0)
        {
            WriteHex(value, target, ref at);
            return 1;
        }

        target[at++] = (byte)'\\';
        target[at++] = letter;
        return 1;
    }

    private static void WriteHex(int unit, Span<byte> target, ref int at)
    {
        var digits = "0123456789ABCDEF"u8;
        target[at++] = (byte)'\\';
        target[at++] = (byte)'u';
        for (var shift = 12; shift >= 0; shift -= 4) target[at++] = digits[(unit >> shift) & 15];
    }
}
