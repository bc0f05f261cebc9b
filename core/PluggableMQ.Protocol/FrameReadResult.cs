namespace PluggableMQ.Protocol;

/// <summary>What <see cref="RemotingFrame.TryRead"/> found.</summary>
public enum FrameReadResult
{
    /// <summary>A whole frame.</summary>
    Frame = 0,

    /// <summary>The beginning of a frame: more bytes are needed.</summary>
    Incomplete,

    /// <summary>Not a frame: the connection must be closed, without an answer (as Java does).</summary>
    Malformed,
}
