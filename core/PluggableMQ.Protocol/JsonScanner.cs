using System.Buffers;
using System.Buffers.Text;

namespace PluggableMQ.Protocol;

/// <summary>Walks over the JSON of a frame's header without allocating.</summary>
/// <remarks>
/// As tolerant as fastjson where it costs nothing: control characters may stand in strings. Every method returns false at
/// the first thing that is not JSON; nothing is read after that.
/// </remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    private const int MaxDepth = 64;
    private const int ShortString = 12;

    private static readonly SearchValues<byte> TokenEnds = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>Where the scanner stands, for error texts.</summary>
    public readonly int Position => _at;

    /// <summary>The next character that is not white space, without taking it; 0 at the end.</summary>
    public byte Peek()
    {
        while (_at < _text.Length)
        {
            var value = _text[_at];
            if (value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) return value;
            _at++;
        }

        return 0;
    }

    /// <summary>Whether only white space is left.</summary>
    public bool IsAtEnd() => Peek() == 0 && _at == _text.Length;

    /// <summary>Takes one character if it comes next.</summary>
    public bool TryTake(byte expected)
    {
        if (Peek() != expected) return false;
        _at++;
        return true;
    }

    /// <summary>Takes a string.</summary>
    /// <param name="raw">What stands between the quotes.</param>
    /// <param name="isEscaped">Whether it must be unescaped.</param>
    public bool TryReadString(out ReadOnlySpan<byte> raw, out bool isEscaped)
    {
        raw = default;
        isEscaped = false;
        if (!TryTake((byte)'"')) return false;
        var text = _text;
        var start = _at;
        var at = start;
        // Most strings of a header are shorter than what a vectorized search needs to get going.
        var near = Math.Min(text.Length, start + ShortString);
        while (at < near && text[at] is not ((byte)'"' or (byte)'\\')) at++;
        while (true)
        {
            if (at >= near)
            {
                var next = text[at..].IndexOfAny((byte)'"', (byte)'\\');
                if (next < 0) return false;
                at += next;
            }

            if (text[at] == (byte)'"') break;
            isEscaped = true;
            if (text.Length - at < 2) return false;
            at += 2;
            near = 0;
        }

        raw = text[start..at];
        _at = at + 1;
        return true;
    }

    /// <summary>Takes a member's name and the colon.</summary>
    public bool TryReadName(out ReadOnlySpan<byte> raw, out bool isEscaped) => TryReadString(out raw, out isEscaped) && TryTake((byte)':');

    /// <summary>Takes a number or a literal, and checks that it is one.</summary>
    public bool TryReadToken(out ReadOnlySpan<byte> token)
    {
        Peek();
        token = _text[_at..];
        var end = token.IndexOfAny(TokenEnds);
        if (end >= 0) token = token[..end];
        _at += token.Length;
        return IsToken(token);
    }

    /// <summary>Takes any value, however deep up to a limit.</summary>
    public bool TrySkip()
    {
        var depth = 0;
        do
        {
            switch (Peek())
            {
                case (byte)'"':
                    if (!TryReadString(out _, out _)) return false;
                    break;
                case (byte)'{' or (byte)'[':
                    if (++depth > MaxDepth) return false;
                    _at++;
                    break;
                case (byte)'}' or (byte)']':
                    if (--depth < 0) return false;
                    _at++;
                    break;
                case (byte)',' or (byte)':' when depth > 0:
                    _at++;
                    break;
                default:
                    if (!TryReadSkippedToken()) return false;
                    break;
            }
        }
        while (depth > 0);
        return true;
    }

    // Inside what is skipped a colon ends a token too: fastjson writes integer keys without quotes.
    private bool TryReadSkippedToken()
    {
        var token = _text[_at..];
        var end = token.IndexOfAny(TokenEnds);
        if (end >= 0) token = token[..end];
        var colon = token.IndexOf((byte)':');
        if (colon >= 0) token = token[..colon];
        _at += token.Length;
        return IsToken(token);
    }

    private static bool IsToken(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty) return false;
        return token[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9')
            ? IsNumber(token)
            : token.SequenceEqual("null"u8) || token.SequenceEqual("true"u8) || token.SequenceEqual("false"u8);
    }

    private static bool IsNumber(ReadOnlySpan<byte> token)
        => !token.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || (Utf8Parser.TryParse(token, out double _, out var used) && used == token.Length);
}
