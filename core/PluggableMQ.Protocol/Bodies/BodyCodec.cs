using System.Buffers;

using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>What all JSON bodies share.</summary>
internal static class BodyCodec
{
    /// <summary>Decodes a whole body.</summary>
    public static T Decode<T>(ReadOnlySpan<byte> body)
        where T : IFastJsonBody<T>
    {
        try
        {
            var reader = new FastJsonReader(body);
            var result = T.Read(ref reader);
            reader.ExpectEnd();
            return result;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"This is no {typeof(T).Name}: {e.Message}", e);
        }
    }

    /// <summary>Encodes a whole body.</summary>
    public static byte[] Encode<T>(T body, FastJsonFormat format = FastJsonFormat.Java)
        where T : IFastJsonBody<T>
    {
        var output = new ArrayBufferWriter<byte>(256);
        body.Write(new FastJsonWriter(output, format));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an object, or null.</summary>
    public static T? ReadOrNull<T>(ref FastJsonReader reader)
        where T : class, IFastJsonBody<T>
        => reader.TryReadNull() ? null : T.Read(ref reader);

    /// <summary>Reads a list of objects; nulls in it are left out, and a null is an empty list.</summary>
    public static List<T> ReadList<T>(ref FastJsonReader reader)
        where T : class, IFastJsonBody<T>
    {
        var result = new List<T>();
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginArray(); reader.NextItem(resume);)
        {
            if (ReadOrNull<T>(ref reader) is { } item) result.Add(item);
        }

        return result;
    }

    /// <summary>Reads a list of texts; nulls in it are left out, and a null is an empty list.</summary>
    public static List<string> ReadStrings(ref FastJsonReader reader)
    {
        var result = new List<string>();
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginArray(); reader.NextItem(resume);)
        {
            if (reader.ReadString() is { } item) result.Add(item);
        }

        return result;
    }

    /// <summary>Reads a map of objects; nulls in it are left out, and a null is an empty map.</summary>
    public static Dictionary<string, T> ReadMap<T>(ref FastJsonReader reader)
        where T : class, IFastJsonBody<T>
    {
        var result = new Dictionary<string, T>(StringComparer.Ordinal);
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var key = reader.KeyText();
            if (ReadOrNull<T>(ref reader) is { } value) result[key] = value;
        }

        return result;
    }

    /// <summary>Reads a map of texts; nulls in it are left out, and a null is an empty map.</summary>
    public static Dictionary<string, string> ReadStringMap(ref FastJsonReader reader)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var key = reader.KeyText();
            if (reader.ReadString() is { } value) result[key] = value;
        }

        return result;
    }

    /// <summary>Reads a map of lists of texts; a null is an empty map.</summary>
    public static Dictionary<string, List<string>> ReadStringsMap(ref FastJsonReader reader)
    {
        var result = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var key = reader.KeyText();
            result[key] = ReadStrings(ref reader);
        }

        return result;
    }

    /// <summary>Reads a map from integers to numbers (queue or delay level to offset); a null is an empty map.</summary>
    public static SortedDictionary<int, long> ReadOffsets(ref FastJsonReader reader)
    {
        var result = new SortedDictionary<int, long>();
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var key = reader.KeyInt32();
            result[key] = reader.ReadInt64();
        }

        return result;
    }

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
        writer.WriteStartArray();
        foreach (var value in values) value.Write(writer);
        writer.WriteEndArray();
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
}
