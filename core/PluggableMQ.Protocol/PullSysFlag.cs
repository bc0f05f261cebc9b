namespace PluggableMQ.Protocol;

/// <summary>The bits of a pull request's sysFlag (<c>PullSysFlag</c>).</summary>
public static class PullSysFlag
{
    /// <summary>The request carries the consumer's progress.</summary>
    public const int CommitOffset = 1;

    /// <summary>The broker may hold the request until there is something (long polling).</summary>
    public const int Suspend = 2;

    /// <summary>The request carries the subscription.</summary>
    public const int Subscription = 4;

    /// <summary>Class filter.</summary>
    public const int ClassFilter = 8;

    /// <summary>Lite pull.</summary>
    public const int LitePull = 16;
}
