using System.Buffers;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Client.Instance;

/// <summary>Reads successful answers.</summary>
internal static class Answers
{
    /// <summary>Nothing of interest.</summary>
    public static readonly Func<RemotingCommand, bool> Ignore = static _ => true;

    /// <summary>One offset.</summary>
    public static readonly Func<RemotingCommand, long> Offset = static response
        => OffsetResponseHeader.TryRead(response.Fields, out var header, out var error) ? header.Offset : throw new InvalidDataException(error);

    /// <summary>The time stamp of the earliest message.</summary>
    public static readonly Func<RemotingCommand, long> EarliestStoreTime = static response
        => EarliestStoreTimeResponseHeader.TryRead(response.Fields, out var header, out var error) ? header.Timestamp : throw new InvalidDataException(error);

    /// <summary>The body in one piece; valid as long as the answer.</summary>
    public static ReadOnlySpan<byte> GetBody(RemotingCommand response)
        => response.Body.IsSingleSegment ? response.Body.FirstSpan : response.Body.ToArray();
}
