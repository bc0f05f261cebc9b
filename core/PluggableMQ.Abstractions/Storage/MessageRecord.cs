using System.Buffers;
using System.Net;

namespace PluggableMQ.Abstractions.Storage;

/// <summary>One message on its way into a store: the fields of RocketMQ's stored record that the broker decides.</summary>
/// <remarks>The store adds size, magic, CRC, queue offset, physical offset and store timestamp.</remarks>
public struct MessageRecord
{
    /// <summary>The topic, at most 127 bytes of UTF-8.</summary>
    public required string Topic { get; set; }

    /// <summary>The queue, from zero.</summary>
    public int QueueId { get; set; }

    /// <summary>The user's flag.</summary>
    public int Flag { get; set; }

    /// <summary>RocketMQ's sysFlag: compression, transaction type. The host bits (0x10, 0x20) are set by the store.</summary>
    public int SysFlag { get; set; }

    /// <summary>The producer's clock, in milliseconds since 1970 UTC.</summary>
    public long BornTimestamp { get; set; }

    /// <summary>The producer's address.</summary>
    public required IPEndPoint BornHost { get; set; }

    /// <summary>The broker's address.</summary>
    public required IPEndPoint StoreHost { get; set; }

    /// <summary>How often the message was sent back for retry.</summary>
    public int ReconsumeTimes { get; set; }

    /// <summary>For a committed or rolled back message: the commit log offset of its half message.</summary>
    public long PreparedTransactionOffset { get; set; }

    /// <summary>The body as received (compressed if the sysFlag says so). May consist of several segments.</summary>
    public ReadOnlySequence<byte> Body { get; set; }

    /// <summary>The properties text (<c>name 0x01 value 0x02 ...</c>) in UTF-8, at most 32767 bytes.</summary>
    public ReadOnlyMemory<byte> Properties { get; set; }

    /// <summary>Whether the caller waits for the flush policy (property WAIT, true unless it says false).</summary>
    public bool WaitForFlush { get; set; }
}
