using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Sending;

/// <summary>What an append's outcome is answered with: codes and texts of <c>SendMessageProcessor.handlePutMessageResult</c>.</summary>
internal static class AppendAnswer
{
    /// <summary>The response code.</summary>
    public static int GetCode(AppendStatus status) => status switch
    {
        AppendStatus.Ok => ResponseCode.Success,
        AppendStatus.FlushDiskTimeout => ResponseCode.FlushDiskTimeout,
        AppendStatus.FlushSlaveTimeout => ResponseCode.FlushSlaveTimeout,
        AppendStatus.SlaveNotAvailable => ResponseCode.SlaveNotAvailable,
        AppendStatus.MessageIllegal or AppendStatus.PropertiesSizeExceeded => ResponseCode.MessageIllegal,
        AppendStatus.ServiceNotAvailable => ResponseCode.ServiceNotAvailable,
        _ => ResponseCode.SystemError,
    };

    /// <summary>The remark, or null when the message is stored.</summary>
    public static string? GetRemark(AppendStatus status, int maxMessageSize, string? notWritableReason) => status switch
    {
        AppendStatus.Ok or AppendStatus.FlushDiskTimeout or AppendStatus.FlushSlaveTimeout or AppendStatus.SlaveNotAvailable => null,
        AppendStatus.CreateFileFailed => "create mapped file failed, server is busy or broken.",
        AppendStatus.MessageIllegal or AppendStatus.PropertiesSizeExceeded =>
            $"the message is illegal, maybe msg body or properties length not matched. msg body length limit {maxMessageSize}B, msg properties length limit 32KB.",
        AppendStatus.ServiceNotAvailable =>
            "service not available now. It may be caused by one of the following reasons: the broker's disk is full"
            + $" [{notWritableReason ?? "no reason known"}], messages are put to the slave, message store has been shut down, etc.",
        AppendStatus.PageCacheBusy => "[PC_SYNCHRONIZED]broker busy, start flow control for a while",
        AppendStatus.UnknownError => "UNKNOWN_ERROR",
        _ => "UNKNOWN_ERROR DEFAULT",
    };

    /// <summary>Java's name of a status.</summary>
    public static string GetName(AppendStatus status) => status switch
    {
        AppendStatus.Ok => "PUT_OK",
        AppendStatus.FlushDiskTimeout => "FLUSH_DISK_TIMEOUT",
        AppendStatus.FlushSlaveTimeout => "FLUSH_SLAVE_TIMEOUT",
        AppendStatus.SlaveNotAvailable => "SLAVE_NOT_AVAILABLE",
        AppendStatus.CreateFileFailed => "CREATE_MAPEDFILE_FAILED",
        AppendStatus.MessageIllegal => "MESSAGE_ILLEGAL",
        AppendStatus.PropertiesSizeExceeded => "PROPERTIES_SIZE_EXCEEDED",
        AppendStatus.ServiceNotAvailable => "SERVICE_NOT_AVAILABLE",
        AppendStatus.PageCacheBusy => "OS_PAGECACHE_BUSY",
        _ => "UNKNOWN_ERROR",
    };
}
