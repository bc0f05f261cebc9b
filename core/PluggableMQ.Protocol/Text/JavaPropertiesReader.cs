using System.Globalization;
using System.Text;

namespace PluggableMQ.Protocol.Text;

/// <summary>Walks a text of Java's <c>Properties</c>, one logical line after the other.</summary>
internal ref struct JavaPropertiesReader(string text)
{
    private readonly string _text = text;
    private int _at;
    private int _line = 1;

    public bool TryRead(out string key, out string value)
    {
        SkipBlankAndComments();
        if (_at >= _text.Length)
        {
            key = value = "";
            return false;
        }

        key = ReadPart(isKey: true);
        SkipSeparator();
        value = ReadPart(isKey: false);
        return true;
    }

    private void SkipBlankAndComments()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is '#' or '!') while (_at < _text.Length && !IsLineEnd(_text[_at])) _at++;
            else if (IsBlank(c)) _at++;
            else if (IsLineEnd(c)) SkipLineEnd();
            else return;
        }
    }

    /// <summary>Blanks, at most one '=' or ':' among them. A continued line goes on behind its own leading blanks.</summary>
    private void SkipSeparator()
    {
        var separator = false;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (IsBlank(c)) _at++;
            else if (c is '=' or ':' && !separator)
            {
                separator = true;
                _at++;
            }
            else if (!TrySkipContinuation()) return;
        }
    }

    private string ReadPart(bool isKey)
    {
        var part = new StringBuilder();
        while (_at < _text.Length)
        {
            if (TrySkipContinuation()) continue;
            var c = _text[_at];
            if (IsLineEnd(c) || (isKey && (IsBlank(c) || c is '=' or ':'))) break;
            _at++;
            if (c != '\\') part.Append(c);
            // A backslash at the text's end stands for nothing.
            else if (_at < _text.Length) part.Append(ReadEscape());
        }

        return part.ToString();
    }

    private char ReadEscape()
    {
        var c = _text[_at++];
        switch (c)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'r': return '\r';
            case 'f': return '\f';
            case 'u':
                var digits = _text.AsSpan(_at, Math.Min(4, _text.Length - _at));
                if (digits.Length == 4 && ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    _at += 4;
                    return (char)code;
                }

                throw new InvalidDataException($"Line {_line}: '\\u' without four hexadecimal digits. Write a backslash as '\\\\'.");
            default: return c;
        }
    }

    private bool TrySkipContinuation()
    {
        if (_text[_at] != '\\' || _at + 1 >= _text.Length || !IsLineEnd(_text[_at + 1])) return false;
        _at++;
        SkipLineEnd();
        while (_at < _text.Length && IsBlank(_text[_at])) _at++;
        return true;
    }

    private void SkipLineEnd()
    {
        if (_text[_at] == '\r' && _at + 1 < _text.Length && _text[_at + 1] == '\n') _at++;
        _at++;
        _line++;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\f';

    private static bool IsLineEnd(char c) => c is '\n' or '\r';
}
