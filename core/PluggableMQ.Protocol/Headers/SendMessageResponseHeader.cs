using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of a send response (<c>SendMessageResponseHeader</c>).</summary>
public sealed class SendMessageResponseHeader
{
    /// <summary>The offset message id; of a batch one for each message, joined by commas.</summary>
    public required string MessageId { get; init; }

    /// <summary>The queue.</summary>
    public int QueueId { get; init; }

    /// <summary>The (first) message's index in the queue.</summary>
    public long QueueOffset { get; init; }

    /// <summary>The transaction id, or null.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The broker's region (<c>MSG_REGION</c>), or null.</summary>
    public string? RegionId { get; init; }

    /// <summary>Whether the broker wants traces (<c>TRACE_ON</c>); true unless it says false.</summary>
    public bool TraceOn { get; init; } = true;

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The response's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out SendMessageResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new SendMessageResponseHeader
        {
            MessageId = reader.RequiredString("msgId"u8),
            QueueId = reader.RequiredInt32("queueId"u8),
            QueueOffset = reader.RequiredInt64("queueOffset"u8),
            TransactionId = reader.OptionalString("transactionId"u8),
            RegionId = reader.OptionalString("MSG_REGION"u8),
            TraceOn = reader.OptionalBoolean("TRACE_ON"u8) ?? true,
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds what every send response carries, errors included: Java producers fail without it.</summary>
    /// <param name="fields">Receives the fields.</param>
    /// <param name="regionId">The broker's region (<c>regionId</c>).</param>
    /// <param name="traceOn">Whether the broker wants traces (<c>traceOn</c>).</param>
    public static void WriteRegion(HeaderFields fields, string regionId, bool traceOn)
    {
        fields.Add("MSG_REGION"u8, regionId);
        fields.Add("TRACE_ON"u8, traceOn);
    }

    /// <summary>Adds the place of a stored message, without allocating.</summary>
    /// <param name="fields">Receives the fields.</param>
    /// <param name="storeHost">The broker's address.</param>
    /// <param name="physicalOffset">The record's commit log offset.</param>
    /// <param name="queueId">The queue.</param>
    /// <param name="queueOffset">The message's index in the queue.</param>
    public static void Write(HeaderFields fields, IPEndPoint storeHost, long physicalOffset, int queueId, long queueOffset)
        => Write(fields, storeHost, [physicalOffset], queueId, queueOffset);

    /// <summary>Adds the place of a stored batch, without allocating.</summary>
    /// <param name="fields">Receives the fields.</param>
    /// <param name="storeHost">The broker's address.</param>
    /// <param name="physicalOffsets">The records' commit log offsets.</param>
    /// <param name="queueId">The queue.</param>
    /// <param name="queueOffset">The first message's index in the queue.</param>
    public static void Write(HeaderFields fields, IPEndPoint storeHost, ReadOnlySpan<long> physicalOffsets, int queueId, long queueOffset)
    {
        fields.AddOffsetMessageIds("msgId"u8, storeHost, physicalOffsets);
        fields.Add("queueId"u8, queueId);
        fields.Add("queueOffset"u8, queueOffset);
    }
}
