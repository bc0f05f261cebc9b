namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>What has a bucket of its own.</summary>
[Flags]
public enum RateLimitScope
{
    /// <summary>Each producer group (<c>group</c>).</summary>
    Group = 1,

    /// <summary>Each topic (<c>topic</c>).</summary>
    Topic = 2,

    /// <summary>Each producer group on each topic (<c>groupAndTopic</c>).</summary>
    GroupAndTopic = Group | Topic,
}
