using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PluggableMQ.Protocol.Headers;

/// <summary>Reads a header's fields and keeps the first thing that is wrong, in Java's words where it has some.</summary>
internal ref struct FieldReader(HeaderFields fields)
{
    private readonly HeaderFields _fields = fields;

    /// <summary>The first error, or null.</summary>
    public string? Error { get; private set; }

    public string RequiredString(ReadOnlySpan<byte> name) => _fields.GetString(name) ?? Missing(name);

    public readonly string? OptionalString(ReadOnlySpan<byte> name) => _fields.GetString(name);

    public readonly bool Boolean(ReadOnlySpan<byte> name) => _fields.GetBoolean(name);

    public readonly bool? OptionalBoolean(ReadOnlySpan<byte> name) => _fields.IndexOf(name) < 0 ? null : _fields.GetBoolean(name);

    public bool RequiredBoolean(ReadOnlySpan<byte> name)
    {
        if (_fields.IndexOf(name) < 0) Missing(name);
        return _fields.GetBoolean(name);
    }

    public long RequiredInt64(ReadOnlySpan<byte> name)
    {
        if (OptionalInt64(name) is { } value) return value;
        Missing(name);
        return 0;
    }

    public int RequiredInt32(ReadOnlySpan<byte> name)
    {
        if (OptionalInt32(name) is { } value) return value;
        Missing(name);
        return 0;
    }

    public long? OptionalInt64(ReadOnlySpan<byte> name)
    {
        if (!_fields.TryGet(name, out var text)) return null;
        if (HeaderFields.TryParseInt64(text, out var value)) return value;
        Error ??= NotANumber(name, text);
        return null;
    }

    public int? OptionalInt32(ReadOnlySpan<byte> name)
    {
        if (OptionalInt64(name) is not { } value) return null;
        if (value is >= int.MinValue and <= int.MaxValue) return (int)value;
        Error ??= NotANumber(name, _fields.GetValue(_fields.IndexOf(name)));
        return null;
    }

    /// <summary>Ends a read: takes the header back when something was wrong.</summary>
    public readonly bool TryFinish<T>([NotNullWhen(true)] ref T? header, [NotNullWhen(false)] out string? error) where T : class
    {
        error = Error;
        if (error is null && header is not null) return true;
        header = null;
        error ??= "the header is missing";
        return false;
    }

    /// <summary>What is answered when a field is missing.</summary>
    public static string IsNull(ReadOnlySpan<byte> name) => $"the custom field <{Encoding.UTF8.GetString(name)}> is null";

    /// <summary>What is answered when a field is not the number that it should be.</summary>
    public static string NotANumber(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        const int Shown = 32;
        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, Shown)]);
        return $"the custom field <{Encoding.UTF8.GetString(name)}> is not a number in range: \"{shown}\"";
    }

    private string Missing(ReadOnlySpan<byte> name)
    {
        Error ??= IsNull(name);
        return "";
    }
}
