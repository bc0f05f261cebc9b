using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;

namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>How many messages a send carries: those of a batch's body, else one. Not the code decides whether it is a batch but the header's flag, as in the broker.</summary>
internal static class MessageCount
{
    // Total size, magic, CRC, flag and the body's length; then the body, the properties' length and the properties.
    private const int HeadLength = 16;

    public static int Get(RpcHookContext context)
    {
        var name = context.RequestCode == RequestCode.SendMessage ? "batch"u8 : "m"u8;
        return context.TryGetField(name, out var isBatch) && Ascii.EqualsIgnoreCase(isBatch, "true"u8) ? CountBatch(context.RequestBody) : 1;
    }

    /// <summary>The messages of a batch; what is malformed is the broker's to refuse and counts up to there, at least one.</summary>
    internal static int CountBatch(in ReadOnlySequence<byte> body)
    {
        var reader = new SequenceReader<byte>(body);
        var count = 0;
        while (!reader.End && TrySkipMessage(ref reader)) count++;
        return Math.Max(count, 1);
    }

    private static bool TrySkipMessage(ref SequenceReader<byte> reader)
    {
        if (reader.Remaining < HeadLength) return false;
        reader.Advance(HeadLength);
        if (!reader.TryReadBigEndian(out int bodyLength) || bodyLength < 0 || bodyLength > reader.Remaining) return false;
        reader.Advance(bodyLength);
        if (!reader.TryReadBigEndian(out short propertiesLength) || propertiesLength < 0 || propertiesLength > reader.Remaining) return false;
        reader.Advance(propertiesLength);
        return true;
    }
}
