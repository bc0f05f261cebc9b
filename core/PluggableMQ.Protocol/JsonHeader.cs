using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace PluggableMQ.Protocol;

/// <summary>The JSON header, written as Java's fastjson writes it: keys in alphabetical order, nulls left out, no spaces.</summary>
internal static class JsonHeader
{
    private const int FixedBound = 192;

    // A char of the remark takes three bytes of UTF-8, or six as an escape.
    private const int MaxBytesPerChar = 6;

    /// <summary>An upper bound of the header's length.</summary>
    public static int GetMaxLength(RemotingCommand command)
        => FixedBound + ((command.Remark?.Length ?? 0) * MaxBytesPerChar) + FastJsonText.GetMaxLength(command.Fields.AllBytes) + (command.Fields.Count * 6);

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

    /// <summary>Reads the header; returns what is wrong with it, or null.</summary>
    public static string? Read(ReadOnlySpan<byte> header, RemotingCommand command)
    {
        try
        {
            var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 8, CommentHandling = JsonCommentHandling.Disallow });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return "the JSON header is not an object";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadMember(ref reader, command);
            // What follows the object is looked at too: Utf8JsonReader throws on trailing text.
            return reader.Read() ? "the JSON header has trailing content" : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return $"broken JSON header: {e.Message}";
        }
    }

    private static void ReadMember(ref Utf8JsonReader reader, RemotingCommand command)
    {
        if (reader.ValueTextEquals("extFields"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject) ReadFields(ref reader, command.Fields);
            else reader.Skip();
        }
        else if (reader.ValueTextEquals("code"u8)) command.Code = ReadInt32(ref reader);
        else if (reader.ValueTextEquals("flag"u8)) command.Flag = ReadInt32(ref reader);
        else if (reader.ValueTextEquals("opaque"u8)) command.Opaque = ReadInt32(ref reader);
        else if (reader.ValueTextEquals("version"u8)) command.Version = ReadInt32(ref reader);
        else if (reader.ValueTextEquals("language"u8)) ReadLanguage(ref reader, command);
        else if (reader.ValueTextEquals("remark"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String) command.Remark = reader.GetString();
            else reader.Skip();
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private static int ReadInt32(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => 0,
            JsonTokenType.String when Utf8Parser.TryParse(reader.ValueSpan, out int value, out var used) && used == reader.ValueSpan.Length => value,
            _ => reader.GetInt32(),
        };
    }

    private static void ReadLanguage(ref Utf8JsonReader reader, RemotingCommand command)
    {
        reader.Read();
        command.Language = reader.TokenType switch
        {
            JsonTokenType.String => LanguageCodes.Parse(reader.ValueSpan),
            JsonTokenType.Number when reader.TryGetByte(out var code) && code <= (byte)LanguageCode.NodeJs => (LanguageCode)code,
            _ => LanguageCode.Other,
        };
        reader.Skip();
    }

    private static void ReadFields(ref Utf8JsonReader reader, HeaderFields fields)
    {
        fields.MarkPresent();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (fields.Count == HeaderFields.MaxReceivedCount) throw new FormatException($"more than {HeaderFields.MaxReceivedCount} fields");
            if (reader.ValueIsEscaped)
            {
                ReadEscapedField(ref reader, fields);
                continue;
            }

            var name = reader.ValueSpan;
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.String when reader.ValueIsEscaped:
                    fields.AddUnescaped(name, ref reader);
                    break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    // Other-language clients send numbers and booleans where Java sends their text.
                    fields.Add(name, reader.ValueSpan);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadEscapedField(ref Utf8JsonReader reader, HeaderFields fields)
    {
        var name = Encoding.UTF8.GetBytes(reader.GetString()!);
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) fields.AddUnescaped(name, ref reader);
        else if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False) fields.Add(name, reader.ValueSpan);
        else reader.Skip();
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
