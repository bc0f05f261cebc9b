using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of QUERY_CONSUME_TIME_SPAN (303).</summary>
public sealed class QueryConsumeTimeSpanRequestHeader
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The consumer group.</summary>
    public required string Group { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, [NotNullWhen(true)] out QueryConsumeTimeSpanRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new QueryConsumeTimeSpanRequestHeader
        {
            Topic = reader.RequiredString("topic"u8),
            Group = reader.RequiredString("group"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public void Write(HeaderFields fields)
    {
        fields.Add("topic"u8, Topic);
        fields.Add("group"u8, Group);
    }
}
