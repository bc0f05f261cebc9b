namespace PluggableMQ.Remoting.Output;

/// <summary>What became of a frame.</summary>
internal enum WriteOutcome
{
    /// <summary>Written, or kept to be written.</summary>
    Written = 0,

    /// <summary>The peer does not take what is written: wait, then try again.</summary>
    Blocked,

    /// <summary>More waits for the peer than is allowed.</summary>
    Overflow,

    /// <summary>The connection is closed.</summary>
    Closed,
}
