namespace PluggableMQ.Client;

/// <summary>What came of a pull (<c>PullStatus</c> in RocketMQ).</summary>
public enum PullStatus
{
    /// <summary>There are messages; a client-side filter may have removed all of them (<c>FOUND</c>).</summary>
    Found = 0,

    /// <summary>Nothing new (code 19, <c>NO_NEW_MSG</c>).</summary>
    NoNewMessage,

    /// <summary>Nothing that matches the filter; pull again at the next offset (code 20, <c>NO_MATCHED_MSG</c>).</summary>
    NoMatchedMessage,

    /// <summary>The offset is not in the queue; the next offset is (code 21, <c>OFFSET_ILLEGAL</c>).</summary>
    OffsetIllegal,
}
