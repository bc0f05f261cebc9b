namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>A rate and a burst.</summary>
public sealed class Limit
{
    /// <summary>Makes a limit.</summary>
    /// <param name="messagesPerSecond">At least 1.</param>
    /// <param name="burst">How many messages may come at once; 0 for as many as in one second.</param>
    public Limit(int messagesPerSecond, int burst)
    {
        MessagesPerSecond = messagesPerSecond;
        Burst = burst > 0 ? burst : messagesPerSecond;
        Interval = 1e9 / messagesPerSecond;
        Depth = (long)(Interval * Burst);
        // RocketMQ's own words, so that clients and people who look for them see the flow control they know; then what it is about.
        Remark = $"[REJECTREQUEST]system busy, start flow control for a while: more than {messagesPerSecond} messages per second (RPC hook rate-limit)";
    }

    /// <summary>Messages a second.</summary>
    public int MessagesPerSecond { get; }

    /// <summary>Messages at once.</summary>
    public int Burst { get; }

    /// <summary>Nanoseconds that a message takes to be paid off.</summary>
    internal double Interval { get; }

    /// <summary>Nanoseconds that a full burst takes to be paid off.</summary>
    internal long Depth { get; }

    /// <summary>What a refused sender is told.</summary>
    internal string Remark { get; }
}
