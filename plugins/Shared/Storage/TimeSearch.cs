namespace PluggableMQ.Storage.Shared;

/// <summary>Finds the queue offset for a time (<c>ConsumeQueue.getOffsetInQueueByTime</c>).</summary>
internal static class TimeSearch
{
    /// <summary>Searches a range of offsets.</summary>
    /// <param name="timeline">Gives the store timestamps.</param>
    /// <param name="low">The first offset.</param>
    /// <param name="high">The last offset.</param>
    /// <param name="timestamp">Milliseconds since 1970 UTC.</param>
    /// <returns>An offset with that very time; else the nearer of the two neighbours, the left one on a tie; 0 when there is none.</returns>
    public static long Find<TTimeline>(TTimeline timeline, long low, long high, long timestamp) where TTimeline : struct, ITimeline
    {
        (long Offset, long Timestamp) left = (-1, -1);
        (long Offset, long Timestamp) right = (-1, -1);
        while (high >= low)
        {
            var middle = low + ((high - low) / 2);
            var stored = timeline.GetTimestamp(middle);
            if (stored == timestamp) return middle;
            if (stored > timestamp)
            {
                high = middle - 1;
                right = (middle, stored);
            }
            else
            {
                low = middle + 1;
                // What has gone from the log only says that the search goes on to the right.
                if (stored >= 0) left = (middle, stored);
            }
        }

        if (left.Timestamp < 0) return Math.Max(0, right.Offset);
        if (right.Timestamp < 0) return left.Offset;
        return timestamp - left.Timestamp > right.Timestamp - timestamp ? right.Offset : left.Offset;
    }
}

/// <summary>Store timestamps by queue offset.</summary>
internal interface ITimeline
{
    /// <summary>The store timestamp of the message at a queue offset, or -1 when it has gone.</summary>
    long GetTimestamp(long queueOffset);
}
