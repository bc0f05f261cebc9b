using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of QUERY_CONSUME_TIME_SPAN (303).</summary>
public sealed class QueryConsumeTimeSpanRequestHeader : IFrameHeader<QueryConsumeTimeSpanRequestHeader>
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The consumer group.</summary>
    public required string Group { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out QueryConsumeTimeSpanRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new QueryConsumeTimeSpanRequestHeader
        {
            Topic = reader.RequiredString("topic"u8),
            Group = reader.RequiredString("group"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("topic"u8, Topic);
        fields.Add("group"u8, Group);
    }
}
