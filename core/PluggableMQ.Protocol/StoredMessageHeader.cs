using System.Net;

namespace PluggableMQ.Protocol;

/// <summary>The fields of a stored record without its body, topic and properties, and where those lie in it.</summary>
public struct StoredMessageHeader
{
    /// <summary>The record's length in bytes.</summary>
    public int TotalSize { get; internal set; }

    /// <summary><see cref="MessageCodec.MagicV1"/> or <see cref="MessageCodec.MagicV2"/>.</summary>
    public int Magic { get; internal set; }

    /// <summary>The CRC of the body, without its highest bit.</summary>
    public int BodyCrc { get; internal set; }

    /// <summary>The queue.</summary>
    public int QueueId { get; internal set; }

    /// <summary>The user's flag.</summary>
    public int Flag { get; internal set; }

    /// <summary>The message's index in its queue.</summary>
    public long QueueOffset { get; internal set; }

    /// <summary>The record's commit log offset.</summary>
    public long PhysicalOffset { get; internal set; }

    /// <summary>The bits of <see cref="MessageSysFlag"/>.</summary>
    public int SysFlag { get; internal set; }

    /// <summary>The producer's clock, in milliseconds since 1970 UTC.</summary>
    public long BornTimestamp { get; internal set; }

    /// <summary>The broker's clock at the append, in milliseconds since 1970 UTC.</summary>
    public long StoreTimestamp { get; internal set; }

    /// <summary>How often the message was sent back for retry.</summary>
    public int ReconsumeTimes { get; internal set; }

    /// <summary>For a committed or rolled back message: the commit log offset of its half message.</summary>
    public long PreparedTransactionOffset { get; internal set; }

    /// <summary>Where the body begins.</summary>
    public int BodyStart { get; internal set; }

    /// <summary>The body's length.</summary>
    public int BodyLength { get; internal set; }

    /// <summary>Where the topic begins.</summary>
    public int TopicStart { get; internal set; }

    /// <summary>The topic's length.</summary>
    public int TopicLength { get; internal set; }

    /// <summary>Where the properties begin.</summary>
    public int PropertiesStart { get; internal set; }

    /// <summary>The properties' length.</summary>
    public int PropertiesLength { get; internal set; }

    /// <summary>The body as stored.</summary>
    /// <param name="record">The record that this header was read from.</param>
    /// <returns>A part of the record.</returns>
    public readonly ReadOnlySpan<byte> GetBody(ReadOnlySpan<byte> record) => record.Slice(BodyStart, BodyLength);

    /// <summary>The topic in UTF-8.</summary>
    /// <param name="record">The record that this header was read from.</param>
    /// <returns>A part of the record.</returns>
    public readonly ReadOnlySpan<byte> GetTopic(ReadOnlySpan<byte> record) => record.Slice(TopicStart, TopicLength);

    /// <summary>The properties text in UTF-8.</summary>
    /// <param name="record">The record that this header was read from.</param>
    /// <returns>A part of the record.</returns>
    public readonly ReadOnlySpan<byte> GetProperties(ReadOnlySpan<byte> record) => record.Slice(PropertiesStart, PropertiesLength);

    /// <summary>The producer's address; allocates.</summary>
    /// <param name="record">The record that this header was read from.</param>
    /// <returns>The address.</returns>
    public readonly IPEndPoint GetBornHost(ReadOnlySpan<byte> record) => HostBytes.Read(GetBornHostBytes(record));

    /// <summary>The broker's address; allocates.</summary>
    /// <param name="record">The record that this header was read from.</param>
    /// <returns>The address.</returns>
    public readonly IPEndPoint GetStoreHost(ReadOnlySpan<byte> record) => HostBytes.Read(GetStoreHostBytes(record));

    /// <summary>The producer's address as stored: 4 or 16 bytes of IP, 4 of port.</summary>
    internal readonly ReadOnlySpan<byte> GetBornHostBytes(ReadOnlySpan<byte> record)
        => record.Slice(MessageCodec.BornHostPosition, BornHostLength);

    /// <summary>The broker's address as stored.</summary>
    internal readonly ReadOnlySpan<byte> GetStoreHostBytes(ReadOnlySpan<byte> record)
        => record.Slice(MessageCodec.BornHostPosition + BornHostLength + 8, StoreHostLength);

    internal readonly int BornHostLength => (SysFlag & MessageSysFlag.BornHostV6) != 0 ? HostBytes.LengthV6 : HostBytes.LengthV4;

    internal readonly int StoreHostLength => (SysFlag & MessageSysFlag.StoreHostV6) != 0 ? HostBytes.LengthV6 : HostBytes.LengthV4;
}
