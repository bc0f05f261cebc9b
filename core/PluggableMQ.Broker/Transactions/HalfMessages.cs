using PluggableMQ.Broker.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Transactions;

/// <summary>What half messages carry.</summary>
internal static class HalfMessages
{
    /// <summary>The group under which the broker keeps its own progress in the half and op queues.</summary>
    public const string ProgressGroup = "CID_RMQ_SYS_TRANS";

    /// <summary>The queue that a half message is for.</summary>
    public static bool TryGetRealQueue(in StoredRecord half, out int queueId)
    {
        var found = TryGetNumber(half, "REAL_QID"u8, out var number) && number is >= 0 and <= int.MaxValue;
        queueId = found ? (int)number : 0;
        return found;
    }

    /// <summary>A property that is a number.</summary>
    public static bool TryGetNumber(in StoredRecord half, ReadOnlySpan<byte> name, out long number)
    {
        number = 0;
        return PropertiesCodec.TryGet(half.Properties, name, out var text) && HeaderFields.TryParseInt64(text, out number);
    }
}
