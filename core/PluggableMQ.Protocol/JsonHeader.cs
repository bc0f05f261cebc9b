using System.Buffers.Text;
using System.Text;

namespace PluggableMQ.Protocol;

/// <summary>The JSON header, written as Java's fastjson writes it: keys in alphabetical order, nulls left out, no spaces.</summary>
internal static partial class JsonHeader
{
    private const int FixedBound = 192;

    // A char of the remark takes three bytes of UTF-8, or six as an escape.
    private const int MaxBytesPerChar = 6;

    /// <summary>An upper bound of the header's length.</summary>
    public static int GetMaxLength(RemotingCommand command)
        => FixedBound + ((command.Remark?.Length ?? 0) * MaxBytesPerChar)
            + FastJsonText.GetMaxLength(command.Fields.AllBytes) + (command.Fields.Count * 6);

    /// <summary>Writes the header and returns its length.</summary>
    public static int Write(RemotingCommand command, Span<byte> target)
    {
        var at = 0;
        Append(target, ref at, "{\"code\":"u8);
        Append(target, ref at, command.Code);
        var fields = command.Fields;
        if (fields.IsPresent)
        {
            Append(target, ref at, ",\"extFields\":{"u8);
            for (var i = 0; i < fields.Count; i++)
            {
                if (i > 0) target[at++] = (byte)',';
                AppendQuoted(target, ref at, fields.GetName(i));
                target[at++] = (byte)':';
                AppendQuoted(target, ref at, fields.GetValue(i));
            }

            target[at++] = (byte)'}';
        }

        Append(target, ref at, ",\"flag\":"u8);
        Append(target, ref at, command.Flag);
        Append(target, ref at, ",\"language\":\""u8);
        Append(target, ref at, LanguageCodes.GetUtf8Name(command.Language));
        Append(target, ref at, "\",\"opaque\":"u8);
        Append(target, ref at, command.Opaque);
        if (command.Remark is { } remark)
        {
            Append(target, ref at, ",\"remark\":"u8);
            AppendQuoted(target, ref at, remark);
        }

        Append(target, ref at, ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":"u8);
        Append(target, ref at, command.Version);
        target[at++] = (byte)'}';
        return at;
    }

    private static void Append(Span<byte> target, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target[at..]);
        at += text.Length;
    }

    private static void Append(Span<byte> target, ref int at, int value)
    {
        Utf8Formatter.TryFormat(value, target[at..], out var written);
        at += written;
    }

    private static void AppendQuoted(Span<byte> target, ref int at, ReadOnlySpan<byte> text)
    {
        target[at++] = (byte)'"';
        at += FastJsonText.Write(text, target[at..]);
        target[at++] = (byte)'"';
    }

    private static void AppendQuoted(Span<byte> target, ref int at, ReadOnlySpan<char> text)
    {
        const int ChunkChars = 128;
        Span<byte> utf8 = stackalloc byte[ChunkChars * 3];
        target[at++] = (byte)'"';
        while (!text.IsEmpty)
        {
            var length = Math.Min(ChunkChars, text.Length);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1])) length--;
            at += FastJsonText.Write(utf8[..Encoding.UTF8.GetBytes(text[..length], utf8)], target[at..]);
            text = text[length..];
        }

        target[at++] = (byte)'"';
    }
}
