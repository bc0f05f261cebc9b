using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Storage.Shared;

/// <summary>Answers reads that begin outside their queue.</summary>
internal static class ReadRange
{
    /// <summary>Looks at where a read begins.</summary>
    /// <param name="offset">The first queue offset wanted.</param>
    /// <param name="result">Its smallest and largest offsets are set; receives the status and where the next read begins.</param>
    /// <returns>Whether there are messages to look at.</returns>
    public static bool Check(long offset, MessageReadResult result)
    {
        (result.Status, result.NextBeginOffset) = result switch
        {
            { MaxOffset: 0 } => (MessageReadStatus.NoMessageInQueue, 0L),
            _ when offset < result.MinOffset => (MessageReadStatus.OffsetTooSmall, result.MinOffset),
            _ when offset == result.MaxOffset => (MessageReadStatus.OffsetOverflowOne, offset),
            _ when offset > result.MaxOffset => (MessageReadStatus.OffsetOverflowBadly, result.MaxOffset),
            _ => (MessageReadStatus.Found, offset),
        };
        return result.Status == MessageReadStatus.Found;
    }
}
