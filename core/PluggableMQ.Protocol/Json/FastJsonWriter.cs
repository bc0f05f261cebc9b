using System.Buffers;
using System.Buffers.Text;
using System.Text;

using PluggableMQ.Protocol.Text;

namespace PluggableMQ.Protocol.Json;

/// <summary>Writes JSON as Java's fastjson does. The caller writes members in alphabetical order and leaves out nulls, as Java does.</summary>
/// <remarks>Checks no nesting: every start needs its end. Not thread-safe.</remarks>
/// <param name="output">Where the bytes go.</param>
/// <param name="format">The form.</param>
public sealed class FastJsonWriter(IBufferWriter<byte> output, FastJsonFormat format = FastJsonFormat.Java)
{
    private int _depth;
    private bool _comma;

    /// <summary>The form that is written.</summary>
    public FastJsonFormat Format => format;

    /// <summary>Begins an object.</summary>
    public void WriteStartObject() => Start((byte)'{');

    /// <summary>Ends an object.</summary>
    public void WriteEndObject()
    {
        _depth--;
        if (_comma) NewLine();
        Put((byte)'}');
        _comma = true;
    }

    /// <summary>Begins an array. In the pretty form its values stay on one line, as those of Java's sets do.</summary>
    public void WriteStartArray() => Start((byte)'[');

    /// <summary>Ends an array.</summary>
    public void WriteEndArray()
    {
        _depth--;
        Put((byte)']');
        _comma = true;
    }

    /// <summary>Writes a member's name.</summary>
    /// <param name="name">The name in UTF-8, which needs no escape.</param>
    public void WriteName(ReadOnlySpan<byte> name)
    {
        Separate();
        NewLine();
        Put((byte)'"');
        output.Write(name);
        Put("\":"u8);
        _comma = false;
    }

    /// <summary>Writes a map's key.</summary>
    /// <param name="key">The key.</param>
    public void WriteName(string key)
    {
        Separate();
        NewLine();
        Quote(key);
        Put((byte)':');
        _comma = false;
    }

    /// <summary>Writes a map's integer key: unquoted, and in the pretty form on the same line, unless the form is the standard one.</summary>
    /// <param name="key">The key.</param>
    public void WriteIntegerName(long key)
    {
        Separate();
        var quoted = format == FastJsonFormat.Standard;
        if (quoted) Put((byte)'"');
        Number(key);
        Put(quoted ? "\":"u8 : ":"u8);
        _comma = false;
    }

    /// <summary>Writes a map's key that is itself an object: as it is, or in the standard form as a text.</summary>
    /// <param name="json">The key in JSON.</param>
    public void WriteObjectName(ReadOnlySpan<byte> json)
    {
        Separate();
        if (format == FastJsonFormat.Standard) Quote(Encoding.UTF8.GetString(json));
        else output.Write(json);
        Put((byte)':');
        _comma = false;
    }

    /// <summary>Writes a text.</summary>
    /// <param name="value">The text.</param>
    public void WriteStringValue(string value)
    {
        Separate();
        Quote(value);
    }

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The number.</param>
    public void WriteNumberValue(long value)
    {
        Separate();
        Number(value);
    }

    /// <summary>Writes a number as Java's <c>Double.toString</c> does; what is not finite as null.</summary>
    /// <param name="value">The number.</param>
    public void WriteNumberValue(double value)
    {
        Separate();
        Put(Encoding.ASCII.GetBytes(double.IsFinite(value) ? JavaDouble.ToText(value) : "null"));
    }

    /// <summary>Writes a boolean.</summary>
    /// <param name="value">The boolean.</param>
    public void WriteBooleanValue(bool value)
    {
        Separate();
        Put(value ? "true"u8 : "false"u8);
    }

    /// <summary>Writes a member with a text; a null is left out.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The text.</param>
    public void WriteString(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null) return;
        WriteName(name);
        WriteStringValue(value);
    }

    /// <summary>Writes a member with a whole number.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The number.</param>
    public void WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        WriteName(name);
        WriteNumberValue(value);
    }

    /// <summary>Writes a member with a number.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The number.</param>
    public void WriteNumber(ReadOnlySpan<byte> name, double value)
    {
        WriteName(name);
        WriteNumberValue(value);
    }

    /// <summary>Writes a member with a boolean.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">The boolean.</param>
    public void WriteBoolean(ReadOnlySpan<byte> name, bool value)
    {
        WriteName(name);
        WriteBooleanValue(value);
    }

    private void Start(byte bracket)
    {
        Separate();
        Put(bracket);
        _depth++;
        _comma = false;
    }

    private void Separate()
    {
        if (_comma) Put((byte)',');
        _comma = true;
    }

    private void NewLine()
    {
        if (format != FastJsonFormat.Pretty) return;
        Put((byte)'\n');
        for (var i = 0; i < _depth; i++) Put((byte)'\t');
    }

    private void Quote(string text) => FastJsonString.Write(text, format == FastJsonFormat.Standard, output);

    private void Number(long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    private void Put(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    private void Put(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
