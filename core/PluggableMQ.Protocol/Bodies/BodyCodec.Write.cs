using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <content>Writing what recurs. A method with a name writes a member, one that ends in Value only its value.</content>
internal static partial class BodyCodec
{
    /// <summary>Writes a member with an object; a null is left out.</summary>
    public static void WriteObject<T>(this FastJsonWriter writer, ReadOnlySpan<byte> name, T? value)
        where T : class, IFastJsonBody<T>
    {
        if (value is null) return;
        writer.WriteName(name);
        value.Write(writer);
    }

    /// <summary>Writes a member with a list of objects.</summary>
    public static void WriteList<T>(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<T> values)
        where T : class, IFastJsonBody<T>
    {
        writer.WriteName(name);
        writer.WriteListValue(values);
    }

    /// <summary>Writes a member with a list of texts.</summary>
    public static void WriteStrings(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        writer.WriteName(name);
        writer.WriteStringsValue(values);
    }

    /// <summary>Writes a member with a map of objects.</summary>
    public static void WriteMap<T>(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, T>> map)
        where T : class, IFastJsonBody<T>
    {
        writer.WriteName(name);
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WriteName(key);
            value.Write(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a member with a map of texts.</summary>
    public static void WriteStringMap(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> map)
    {
        writer.WriteName(name);
        writer.WriteStringMapValue(map);
    }

    /// <summary>Writes a map of texts.</summary>
    public static void WriteStringMapValue(this FastJsonWriter writer, IEnumerable<KeyValuePair<string, string>> map)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WriteName(key);
            writer.WriteStringValue(value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a member with a map of lists of texts.</summary>
    public static void WriteStringsMap(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, List<string>>> map)
    {
        writer.WriteName(name);
        writer.WriteStartObject();
        foreach (var (key, values) in map)
        {
            writer.WriteName(key);
            writer.WriteStringsValue(values);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a map of lists of objects.</summary>
    public static void WriteListMapValue<T>(this FastJsonWriter writer, IEnumerable<KeyValuePair<string, List<T>>> map)
        where T : class, IFastJsonBody<T>
    {
        writer.WriteStartObject();
        foreach (var (key, values) in map)
        {
            writer.WriteName(key);
            writer.WriteListValue(values);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a member with a map from integers to numbers.</summary>
    public static void WriteOffsets(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<int, long>> offsets)
    {
        writer.WriteName(name);
        writer.WriteOffsetsValue(offsets);
    }

    /// <summary>Writes a map from integers to numbers.</summary>
    public static void WriteOffsetsValue(this FastJsonWriter writer, IEnumerable<KeyValuePair<int, long>> offsets)
    {
        writer.WriteStartObject();
        foreach (var (key, offset) in offsets)
        {
            writer.WriteIntegerName(key);
            writer.WriteNumberValue(offset);
        }

        writer.WriteEndObject();
    }

    private static void WriteStringsValue(this FastJsonWriter writer, IEnumerable<string> values)
    {
        writer.WriteStartArray();
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void WriteListValue<T>(this FastJsonWriter writer, IEnumerable<T> values)
        where T : class, IFastJsonBody<T>
    {
        writer.WriteStartArray();
        foreach (var value in values) value.Write(writer);
        writer.WriteEndArray();
    }
}
