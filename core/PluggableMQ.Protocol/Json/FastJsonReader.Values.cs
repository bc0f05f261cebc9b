using System.Buffers.Text;
using System.Text;

namespace PluggableMQ.Protocol.Json;

/// <content>Scalars, converted as fastjson converts them: a number may be quoted, a text may be a number, null is the default.</content>
internal ref partial struct FastJsonReader
{
    private enum Scalar
    {
        Text,
        EscapedText,
        Number,
        True,
        False,
        Null,
    }

    /// <summary>Reads over a null; false, and nothing is read, when the next value is something else.</summary>
    public bool TryReadNull()
    {
        SkipSpace();
        if (Current() is not ((byte)'n' or (byte)'u')) return false;
        ReadScalar(out var scalar);
        return scalar == Scalar.Null;
    }

    /// <summary>Reads a text; numbers and booleans give their text.</summary>
    public string? ReadString()
    {
        var token = ReadScalar(out var scalar);
        return scalar switch
        {
            Scalar.Null => null,
            Scalar.EscapedText => FastJsonString.Unescape(token),
            _ => Encoding.UTF8.GetString(token),
        };
    }

    /// <summary>Reads a whole number, quoted or not; null and an empty text give 0.</summary>
    public long ReadInt64()
    {
        var token = ReadScalar(out var scalar);
        if (scalar is Scalar.Null or Scalar.False || IsBlank(token, scalar)) return 0;
        if (scalar == Scalar.True) return 1;
        if (HeaderFields.TryParseInt64(token, out var value)) return value;
        var wide = ParseDouble(token);
        // 2^63 itself is out of range, and the largest double below it is not.
        if (wide is >= long.MinValue and < long.MaxValue) return (long)wide;
        throw Broken($"{wide:R} exceeds 64 bits");
    }

    /// <summary>Reads a whole number, quoted or not; null and an empty text give 0.</summary>
    public int ReadInt32()
    {
        var value = ReadInt64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Broken($"{value} exceeds 32 bits");
    }

    /// <summary>Reads a number, quoted or not; null and an empty text give 0.</summary>
    public double ReadDouble()
    {
        var token = ReadScalar(out var scalar);
        return scalar is Scalar.Null || IsBlank(token, scalar) ? 0 : ParseDouble(token);
    }

    /// <summary>Reads a boolean; 1 and 0, quoted or not, and quoted words do too, and null gives false.</summary>
    public bool ReadBoolean()
    {
        var token = ReadScalar(out var scalar);
        if (scalar is Scalar.True) return true;
        if (scalar is Scalar.False or Scalar.Null || IsBlank(token, scalar)) return false;
        if (Matches(token, "true"u8) || Matches(token, "1"u8) || Matches(token, "Y"u8) || Matches(token, "T"u8)) return true;
        if (Matches(token, "false"u8) || Matches(token, "0"u8) || Matches(token, "N"u8) || Matches(token, "F"u8)) return false;
        throw Broken("expected true or false");
    }

    /// <summary>Reads a number that is whole and fits; false, and nothing is read, when the next value is not.</summary>
    public bool TryReadWholeNumber(out long value)
    {
        var probe = this;
        var token = probe.ReadScalar(out var scalar);
        if (scalar != Scalar.Number || !HeaderFields.TryParseInt64(token, out value))
        {
            value = 0;
            return false;
        }

        this = probe;
        return true;
    }

    private static bool IsBlank(ReadOnlySpan<byte> token, Scalar scalar) => scalar == Scalar.Text && (token.IsEmpty || Matches(token, "null"u8));

    private static bool Matches(ReadOnlySpan<byte> token, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(token, word);

    private ReadOnlySpan<byte> ReadScalar(out Scalar scalar)
    {
        SkipSpace();
        _wantsComma = true;
        switch (Current())
        {
            case (byte)'"' or (byte)'\'':
                var text = ScanQuoted(out var escaped);
                scalar = escaped ? Scalar.EscapedText : Scalar.Text;
                return text;
            case (byte)'{' or (byte)'[':
                throw Broken("expected a plain value, found an object or an array");
            default:
                var token = ScanBare();
                scalar = token switch
                {
                    _ when token.SequenceEqual("null"u8) || token.SequenceEqual("undefined"u8) => Scalar.Null,
                    _ when token.SequenceEqual("true"u8) => Scalar.True,
                    _ when token.SequenceEqual("false"u8) => Scalar.False,
                    _ => Scalar.Number,
                };
                if (scalar == Scalar.Number && token[0] is not ((byte)'-' or (byte)'+' or (byte)'.' or >= (byte)'0' and <= (byte)'9'))
                    throw Broken("a word that is not true, false or null");
                return token;
        }
    }

    private readonly double ParseDouble(ReadOnlySpan<byte> token)
    {
        if (Utf8Parser.TryParse(token, out double value, out var used) && used == token.Length && double.IsFinite(value)) return value;
        throw Broken("expected a number");
    }
}
