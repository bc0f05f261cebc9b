namespace PluggableMQ.Abstractions.Storage;

/// <summary>What to read from a queue.</summary>
public readonly struct MessageReadRequest
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The queue.</summary>
    public required int QueueId { get; init; }

    /// <summary>The first queue offset wanted.</summary>
    public required long QueueOffset { get; init; }

    /// <summary>How many messages at most. The store has its own limits on count and bytes too.</summary>
    public required int MaxCount { get; init; }

    /// <summary>Which messages are wanted; null for all.</summary>
    public IMessageFilter? Filter { get; init; }
}

/// <summary>Decides which messages a read returns.</summary>
public interface IMessageFilter
{
    /// <summary>Looks at a queue entry, without the record.</summary>
    /// <param name="tagsCode">The tag's hash as stored (<c>ConsumeQueue</c> tagsCode).</param>
    /// <returns>False to leave the message out.</returns>
    bool MatchesTagsCode(long tagsCode);

    /// <summary>Looks at the stored record, after <see cref="MatchesTagsCode"/> said yes.</summary>
    /// <param name="record">The whole stored record.</param>
    /// <returns>False to leave the message out.</returns>
    bool MatchesRecord(ReadOnlySpan<byte> record);
}
