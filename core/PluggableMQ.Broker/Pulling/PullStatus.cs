using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Pulling;

/// <summary>What a read's outcome is answered with (<c>PullMessageProcessor</c>).</summary>
internal static class PullStatus
{
    /// <summary>The response code.</summary>
    public static int GetCode(MessageReadStatus status, long wantedOffset) => status switch
    {
        MessageReadStatus.Found => ResponseCode.Success,
        MessageReadStatus.MessageWasRemoving or MessageReadStatus.NoMatchedMessage => ResponseCode.PullRetryImmediately,
        MessageReadStatus.NoMatchedLogicQueue or MessageReadStatus.NoMessageInQueue
            => wantedOffset == 0 ? ResponseCode.PullNotFound : ResponseCode.PullOffsetMoved,
        MessageReadStatus.OffsetOverflowBadly or MessageReadStatus.OffsetTooSmall => ResponseCode.PullOffsetMoved,
        _ => ResponseCode.PullNotFound,
    };

    /// <summary>The remark: Java's name of the status.</summary>
    public static string GetRemark(MessageReadStatus status) => status switch
    {
        MessageReadStatus.Found => "FOUND",
        MessageReadStatus.NoMatchedMessage => "NO_MATCHED_MESSAGE",
        MessageReadStatus.MessageWasRemoving => "MESSAGE_WAS_REMOVING",
        MessageReadStatus.OffsetFoundNull => "OFFSET_FOUND_NULL",
        MessageReadStatus.OffsetOverflowBadly => "OFFSET_OVERFLOW_BADLY",
        MessageReadStatus.OffsetOverflowOne => "OFFSET_OVERFLOW_ONE",
        MessageReadStatus.OffsetTooSmall => "OFFSET_TOO_SMALL",
        MessageReadStatus.NoMatchedLogicQueue => "NO_MATCHED_LOGIC_QUEUE",
        _ => "NO_MESSAGE_IN_QUEUE",
    };
}
