using System.Buffers.Text;
using System.Text;

namespace PluggableMQ.Protocol;

internal static partial class JsonHeader
{
    private const int MaxEscapedName = 256;

    /// <summary>Reads the header; returns what is wrong with it, or null.</summary>
    public static string? Read(ReadOnlySpan<byte> header, RemotingCommand command)
    {
        var scanner = new JsonScanner(header);
        if (!scanner.TryTake((byte)'{')) return "the JSON header is not an object";
        if (!scanner.TryTake((byte)'}'))
        {
            do
            {
                if (!scanner.TryReadName(out var name, out _)) return $"broken JSON header: no member's name at byte {scanner.Position}";
                if (!TryReadMember(name, ref scanner, command)) return $"broken JSON header: no fitting value before byte {scanner.Position}";
            }
            while (scanner.TryTake((byte)','));
            if (!scanner.TryTake((byte)'}')) return $"broken JSON header: not ended at byte {scanner.Position}";
        }

        return scanner.IsAtEnd() ? null : $"the JSON header has trailing content at byte {scanner.Position}";
    }

    // Unknown members are ignored, as Java does.
    private static bool TryReadMember(ReadOnlySpan<byte> name, ref JsonScanner scanner, RemotingCommand command)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("code"u8):
                if (!TryReadInt32(ref scanner, out var code)) return false;
                command.Code = code;
                return true;
            case 4 when name.SequenceEqual("flag"u8):
                if (!TryReadInt32(ref scanner, out var flag)) return false;
                command.Flag = flag;
                return true;
            case 6 when name.SequenceEqual("opaque"u8):
                if (!TryReadInt32(ref scanner, out var opaque)) return false;
                command.Opaque = opaque;
                return true;
            case 7 when name.SequenceEqual("version"u8):
                if (!TryReadInt32(ref scanner, out var version)) return false;
                command.Version = version;
                return true;
            case 6 when name.SequenceEqual("remark"u8):
                return TryReadRemark(ref scanner, command);
            case 8 when name.SequenceEqual("language"u8):
                return TryReadLanguage(ref scanner, command);
            case 9 when name.SequenceEqual("extFields"u8) && scanner.Peek() == (byte)'{':
                return TryReadFields(ref scanner, command.Fields);
            default:
                return scanner.TrySkip();
        }
    }

    // Java takes text for a number and null for zero.
    private static bool TryReadInt32(ref JsonScanner scanner, out int value)
    {
        value = 0;
        if (scanner.Peek() == (byte)'"')
            return scanner.TryReadString(out var text, out _) && Utf8Parser.TryParse(text, out value, out var length) && length == text.Length;
        if (!scanner.TryReadToken(out var token)) return false;
        return token.SequenceEqual("null"u8) || (Utf8Parser.TryParse(token, out value, out var used) && used == token.Length);
    }

    private static bool TryReadRemark(ref JsonScanner scanner, RemotingCommand command)
    {
        if (scanner.Peek() != (byte)'"') return scanner.TrySkip();
        if (!scanner.TryReadString(out var raw, out var isEscaped)) return false;
        if (!isEscaped)
        {
            command.Remark = Encoding.UTF8.GetString(raw);
            return true;
        }

        var unescaped = new byte[raw.Length];
        if (!JsonEscapes.TryUnescape(raw, unescaped, out var length)) return false;
        command.Remark = Encoding.UTF8.GetString(unescaped, 0, length);
        return true;
    }

    // A language that is not known here is no reason to refuse a frame; some peers send its number.
    private static bool TryReadLanguage(ref JsonScanner scanner, RemotingCommand command)
    {
        command.Language = LanguageCode.Other;
        if (scanner.Peek() == (byte)'"')
        {
            if (!scanner.TryReadString(out var name, out _)) return false;
            command.Language = LanguageCodes.Parse(name);
            return true;
        }

        if (scanner.Peek() is (byte)'{' or (byte)'[') return scanner.TrySkip();
        if (!scanner.TryReadToken(out var token)) return false;
        var isCode = Utf8Parser.TryParse(token, out byte code, out var used) && used == token.Length && code <= (byte)LanguageCode.NodeJs;
        if (isCode) command.Language = (LanguageCode)code;
        return true;
    }

    private static bool TryReadFields(ref JsonScanner scanner, HeaderFields fields)
    {
        fields.MarkPresent();
        scanner.TryTake((byte)'{');
        if (scanner.TryTake((byte)'}')) return true;
        do
        {
            if (fields.Count == HeaderFields.MaxReceivedCount || !TryReadField(ref scanner, fields)) return false;
        }
        while (scanner.TryTake((byte)','));
        return scanner.TryTake((byte)'}');
    }

    private static bool TryReadField(ref JsonScanner scanner, HeaderFields fields)
    {
        if (!scanner.TryReadName(out var name, out var isNameEscaped)) return false;
        if (!isNameEscaped) return TryReadValue(name, ref scanner, fields);
        Span<byte> unescaped = stackalloc byte[MaxEscapedName];
        return name.Length <= MaxEscapedName
            && JsonEscapes.TryUnescape(name, unescaped, out var length)
            && TryReadValue(unescaped[..length], ref scanner, fields);
    }

    private static bool TryReadValue(scoped ReadOnlySpan<byte> name, ref JsonScanner scanner, HeaderFields fields)
    {
        switch (scanner.Peek())
        {
            case (byte)'"':
                if (!scanner.TryReadString(out var raw, out var isEscaped)) return false;
                if (isEscaped) return fields.TryAddUnescaped(name, raw);
                fields.Add(name, raw);
                return true;
            case (byte)'{' or (byte)'[':
                return scanner.TrySkip();
            default:
                // Other-language clients send numbers and booleans where Java sends their text.
                if (!scanner.TryReadToken(out var token)) return false;
                if (token[0] != (byte)'n') fields.Add(name, token);
                return true;
        }
    }
}
