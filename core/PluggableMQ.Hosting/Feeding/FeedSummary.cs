namespace PluggableMQ.Hosting.Feeding;

/// <summary>How far a feed has come.</summary>
/// <param name="Lines">Lines read.</param>
/// <param name="Sent">Messages that a broker stored.</param>
/// <param name="Rejected">Lines that were not sent.</param>
/// <param name="Empty">Empty lines, which are left out: RocketMQ has no message without a body.</param>
/// <param name="Bytes">The bodies' bytes sent.</param>
/// <param name="Elapsed">The time since the start.</param>
public readonly record struct FeedSummary(long Lines, long Sent, long Rejected, long Empty, long Bytes, TimeSpan Elapsed)
{
    /// <summary>Messages sent in a second, on average.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Sent / Elapsed.TotalSeconds : 0;
}
