using System.Buffers;
using System.Globalization;
using System.Text;

namespace PluggableMQ.Protocol.Json;

/// <content>Writing.</content>
internal static partial class FastJsonString
{
    // What fastjson escapes by default: controls, quotes, backslash, DEL, the C1 controls and the two line separators of Unicode.
    private static readonly SearchValues<char> Special = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\', .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c), '\u2028', '\u2029',
    ]);

    /// <summary>Writes a text with its quotes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ascii">As fastjson's <c>BrowserCompatible</c>: also the slash, and everything that is not ASCII, is escaped.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ReadOnlySpan<char> text, bool ascii, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            var plain = ascii ? IndexOfNotPlainAscii(text) : text.IndexOfAny(Special);
            if (plain < 0) plain = text.Length;
            Encoding.UTF8.GetBytes(text[..plain], output);
            if (plain == text.Length) break;
            WriteEscape(text[plain], output);
            text = text[(plain + 1)..];
        }

        output.Write("\""u8);
    }

    private static int IndexOfNotPlainAscii(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or >= '\x7F' or '"' or '\\' or '/') return i;
        }

        return -1;
    }

    private static void WriteEscape(char value, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(6);
        target[0] = (byte)'\\';
        var letter = value switch
        {
            '"' or '\\' or '/' => (byte)value,
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            _ => (byte)'u',
        };
        target[1] = letter;
        if (letter == 'u') ((int)value).TryFormat(target[2..], out _, "X4", CultureInfo.InvariantCulture);
        output.Advance(letter == 'u' ? 6 : 2);
    }
}
