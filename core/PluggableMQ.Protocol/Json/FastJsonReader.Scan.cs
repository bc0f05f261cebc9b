using System.Buffers;

namespace PluggableMQ.Protocol.Json;

/// <content>The lexical part.</content>
internal ref partial struct FastJsonReader
{
    private static readonly SearchValues<byte> BareEnd = SearchValues.Create(" \t\r\n\f\b,:{}[]\"'/"u8);

    private bool SkipCommas()
    {
        var comma = false;
        while (true)
        {
            SkipSpace();
            if (_position >= _json.Length || _json[_position] != ',') return comma;
            comma = true;
            _position++;
        }
    }

    private void SkipSpace()
    {
        while (_position < _json.Length)
        {
            switch (_json[_position])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f' or (byte)'\b':
                    _position++;
                    break;
                case (byte)'/':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        var rest = _json[(_position + 1)..];
        if (rest.StartsWith("/"u8))
        {
            var end = rest.IndexOf((byte)'\n');
            _position = end < 0 ? _json.Length : _position + 1 + end + 1;
            return;
        }

        var close = rest.StartsWith("*"u8) ? rest[1..].IndexOf("*/"u8) : -1;
        if (close < 0) throw Broken("a '/' that begins no comment, or a comment without end");
        _position += close + 4;
    }

    private ReadOnlySpan<byte> ScanQuoted(out bool escaped)
    {
        var quote = _json[_position];
        var start = ++_position;
        escaped = false;
        while (true)
        {
            var at = _json[_position..].IndexOfAny(quote, (byte)'\\');
            if (at < 0) throw Broken("a text without end");
            _position += at;
            if (_json[_position] == quote) break;
            escaped = true;
            _position += 2;
            if (_position > _json.Length) throw Broken("a text without end");
        }

        return _json[start.._position++];
    }

    private ReadOnlySpan<byte> ScanBare()
    {
        var rest = _json[_position..];
        var length = rest.IndexOfAny(BareEnd);
        if (length < 0) length = rest.Length;
        if (length == 0) throw Broken($"unexpected '{(char)Current()}'");
        _position += length;
        return rest[..length];
    }
}
