using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of QUERY_MESSAGE (12).</summary>
public sealed class QueryMessageRequestHeader : IFrameHeader<QueryMessageRequestHeader>
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The key, or the unique id.</summary>
    public required string Key { get; init; }

    /// <summary>How many messages at most.</summary>
    public required int MaxNum { get; init; }

    /// <summary>Earliest store time, in milliseconds since 1970 UTC.</summary>
    public required long BeginTimestamp { get; init; }

    /// <summary>Latest store time, in milliseconds since 1970 UTC.</summary>
    public required long EndTimestamp { get; init; }

    /// <summary>Whether the key is a unique id.</summary>
    public bool IsUniqueKeyQuery { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out QueryMessageRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new QueryMessageRequestHeader
        {
            Topic = reader.RequiredString("topic"u8),
            Key = reader.RequiredString("key"u8),
            MaxNum = reader.RequiredInt32("maxNum"u8),
            BeginTimestamp = reader.RequiredInt64("beginTimestamp"u8),
            EndTimestamp = reader.RequiredInt64("endTimestamp"u8),
            IsUniqueKeyQuery = reader.Boolean("_UNIQUE_KEY_QUERY"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("topic"u8, Topic);
        fields.Add("key"u8, Key);
        fields.Add("maxNum"u8, MaxNum);
        fields.Add("beginTimestamp"u8, BeginTimestamp);
        fields.Add("endTimestamp"u8, EndTimestamp);
        if (IsUniqueKeyQuery) fields.Add("_UNIQUE_KEY_QUERY"u8, IsUniqueKeyQuery);
    }
}
