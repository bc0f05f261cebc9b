using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>What a consumer group wants of a topic (<c>SubscriptionData</c>).</summary>
public sealed class SubscriptionData : IFastJsonBody<SubscriptionData>
{
    /// <summary>The expression that means all messages.</summary>
    public const string All = "*";

    /// <summary>The expression type of tags, Java's default.</summary>
    public const string TagType = "TAG";

    /// <summary>The topic.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The expression: <c>*</c>, tags separated by <c>||</c>, or SQL.</summary>
    public string SubString { get; set; } = "";

    /// <summary>The tags of the expression; empty when it is <c>*</c>.</summary>
    public HashSet<string> TagsSet { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Java's hash codes of the tags, which a broker filters by.</summary>
    public HashSet<int> CodeSet { get; set; } = [];

    /// <summary>Rises with each change of the subscription: in Java the milliseconds since 1970 when it was made.</summary>
    public long SubVersion { get; set; }

    /// <summary><c>TAG</c> or <c>SQL92</c>; null and empty mean <c>TAG</c>.</summary>
    public string? ExpressionType { get; set; } = TagType;

    /// <summary>Whether a filter class is used, which 4.9 no longer does.</summary>
    public bool ClassFilterMode { get; set; }

    /// <summary>Whether the expression is one of tags.</summary>
    public bool IsTagType => string.IsNullOrEmpty(ExpressionType) || ExpressionType == TagType;

    /// <summary>Makes a tag subscription (<c>FilterAPI.buildSubscriptionData</c>).</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="expression"><c>*</c>, null or empty for all messages, else tags separated by <c>||</c>.</param>
    /// <param name="subVersion">The version; the time of now for a subscription that goes into heartbeats.</param>
    /// <returns>The subscription.</returns>
    /// <exception cref="FormatException">The expression holds bars but no tag.</exception>
    public static SubscriptionData Parse(string topic, string? expression, long subVersion = 0)
    {
        var result = new SubscriptionData { Topic = topic, SubString = string.IsNullOrEmpty(expression) ? All : expression, SubVersion = subVersion };
        if (result.SubString == All) return result;
        foreach (var tag in result.SubString.Split("||", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            result.TagsSet.Add(tag);
            result.CodeSet.Add(JavaHash.Of(tag));
        }

        if (result.TagsSet.Count > 0) return result;
        throw new FormatException($"The tag expression '{expression}' holds no tag. Use '*', or tags separated by '||'.");
    }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>The subscription.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static SubscriptionData Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<SubscriptionData>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static SubscriptionData IFastJsonBody<SubscriptionData>.Read(ref FastJsonReader reader)
    {
        var result = new SubscriptionData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("topic"u8)) result.Topic = reader.ReadString() ?? "";
            else if (reader.Is("subString"u8)) result.SubString = reader.ReadString() ?? "";
            else if (reader.Is("tagsSet"u8)) result.TagsSet = new HashSet<string>(BodyCodec.ReadStrings(ref reader), StringComparer.Ordinal);
            else if (reader.Is("codeSet"u8)) ReadCodes(ref reader, result.CodeSet);
            else if (reader.Is("subVersion"u8)) result.SubVersion = reader.ReadInt64();
            else if (reader.Is("expressionType"u8)) result.ExpressionType = reader.ReadString();
            else if (reader.Is("classFilterMode"u8)) result.ClassFilterMode = reader.ReadBoolean();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<SubscriptionData>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("classFilterMode"u8, ClassFilterMode);
        writer.WriteName("codeSet"u8);
        writer.WriteStartArray();
        foreach (var code in CodeSet) writer.WriteNumberValue(code);
        writer.WriteEndArray();
        writer.WriteString("expressionType"u8, ExpressionType);
        writer.WriteString("subString"u8, SubString);
        writer.WriteNumber("subVersion"u8, SubVersion);
        writer.WriteStrings("tagsSet"u8, TagsSet);
        writer.WriteString("topic"u8, Topic);
        writer.WriteEndObject();
    }

    private static void ReadCodes(ref FastJsonReader reader, HashSet<int> codes)
    {
        if (reader.TryReadNull()) return;
        for (var resume = reader.BeginArray(); reader.NextItem(resume);) codes.Add(reader.ReadInt32());
    }
}
