using System.Net;

namespace PluggableMQ.Protocol;

/// <summary>A message as a consumer gets it (<c>MessageExt</c>).</summary>
public sealed class MessageExt : Message
{
    private static readonly IPEndPoint NoHost = new(IPAddress.Any, 0);
    private string? _offsetMessageId;

    /// <summary>The broker that it came from; set by the client, null when not known.</summary>
    public string? BrokerName { get; set; }

    /// <summary>The queue.</summary>
    public int QueueId { get; set; }

    /// <summary>The message's index in its queue.</summary>
    public long QueueOffset { get; set; }

    /// <summary>The record's commit log offset (<c>commitLogOffset</c>).</summary>
    public long PhysicalOffset { get; set; }

    /// <summary>The record's size in bytes.</summary>
    public int StoreSize { get; set; }

    /// <summary>The bits of <see cref="MessageSysFlag"/>, as stored.</summary>
    public int SysFlag { get; set; }

    /// <summary>The CRC of the body as stored, without its highest bit.</summary>
    public int BodyCrc { get; set; }

    /// <summary>The producer's clock, in milliseconds since 1970 UTC.</summary>
    public long BornTimestamp { get; set; }

    /// <summary>The producer's address.</summary>
    public IPEndPoint BornHost { get; set; } = NoHost;

    /// <summary>The broker's clock at the append, in milliseconds since 1970 UTC.</summary>
    public long StoreTimestamp { get; set; }

    /// <summary>The broker's address.</summary>
    public IPEndPoint StoreHost { get; set; } = NoHost;

    /// <summary>How often the message was sent back for retry.</summary>
    public int ReconsumeTimes { get; set; }

    /// <summary>For a committed or rolled back message: the commit log offset of its half message.</summary>
    public long PreparedTransactionOffset { get; set; }

    /// <summary>The id to show: the client's unique id, or the offset id when it has none (<c>MessageClientExt.getMsgId</c>).</summary>
    public string MessageId => UniqueId ?? OffsetMessageId;

    /// <summary>The id that names the record's place (<see cref="Protocol.OffsetMessageId"/>).</summary>
    public string OffsetMessageId
    {
        get => _offsetMessageId ??= Protocol.OffsetMessageId.Create(StoreHost, PhysicalOffset);
        set => _offsetMessageId = value;
    }
}
