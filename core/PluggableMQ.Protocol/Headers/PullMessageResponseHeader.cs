using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of a pull response (<c>PullMessageResponseHeader</c>).</summary>
public struct PullMessageResponseHeader
{
    /// <summary>The broker id to pull from next time.</summary>
    public long SuggestWhichBrokerId { get; set; }

    /// <summary>Where the next pull should begin.</summary>
    public long NextBeginOffset { get; set; }

    /// <summary>The queue's smallest offset.</summary>
    public long MinOffset { get; set; }

    /// <summary>The queue's end.</summary>
    public long MaxOffset { get; set; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The response's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, out PullMessageResponseHeader header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new PullMessageResponseHeader
        {
            SuggestWhichBrokerId = reader.RequiredInt64("suggestWhichBrokerId"u8),
            NextBeginOffset = reader.RequiredInt64("nextBeginOffset"u8),
            MinOffset = reader.RequiredInt64("minOffset"u8),
            MaxOffset = reader.RequiredInt64("maxOffset"u8),
        };
        error = reader.Error;
        return error is null;
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public readonly void Write(HeaderFields fields)
    {
        fields.Add("suggestWhichBrokerId"u8, SuggestWhichBrokerId);
        fields.Add("nextBeginOffset"u8, NextBeginOffset);
        fields.Add("minOffset"u8, MinOffset);
        fields.Add("maxOffset"u8, MaxOffset);
    }
}
