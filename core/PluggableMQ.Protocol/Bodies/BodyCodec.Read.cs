using System.Text;

using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <content>Reading what recurs.</content>
internal static partial class BodyCodec
{
    /// <summary>Reads an object, or null.</summary>
    public static T? ReadOrNull<T>(ref FastJsonReader reader)
        where T : class, IFastJsonBody<T>
        => reader.TryReadNull() ? null : T.Read(ref reader);

    /// <summary>Reads a language's name.</summary>
    public static LanguageCode ReadLanguage(ref FastJsonReader reader) => LanguageCodes.Parse(Encoding.UTF8.GetBytes(reader.ReadString() ?? ""));

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

    /// <summary>Reads a map of lists of objects; a null is an empty map.</summary>
    public static Dictionary<string, List<T>> ReadListMap<T>(ref FastJsonReader reader)
        where T : class, IFastJsonBody<T>
    {
        var result = new Dictionary<string, List<T>>(StringComparer.Ordinal);
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var key = reader.KeyText();
            result[key] = ReadList<T>(ref reader);
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
}
