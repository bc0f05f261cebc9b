using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of CHECK_TRANSACTION_STATE (39), which a broker sends.</summary>
public sealed class CheckTransactionStateRequestHeader : IFrameHeader<CheckTransactionStateRequestHeader>
{
    /// <summary>The half message's queue offset.</summary>
    public required long TranStateTableOffset { get; init; }

    /// <summary>The half message's commit log offset.</summary>
    public required long CommitLogOffset { get; init; }

    /// <summary>The message's unique id.</summary>
    public string? MessageId { get; init; }

    /// <summary>The transaction id, or null.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The half message's offset id.</summary>
    public string? OffsetMessageId { get; init; }

    /// <summary>The name of the broker that the queue belongs to, or null.</summary>
    public string? BrokerName { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out CheckTransactionStateRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new CheckTransactionStateRequestHeader
        {
            TranStateTableOffset = reader.RequiredInt64("tranStateTableOffset"u8),
            CommitLogOffset = reader.RequiredInt64("commitLogOffset"u8),
            MessageId = reader.OptionalString("msgId"u8),
            TransactionId = reader.OptionalString("transactionId"u8),
            OffsetMessageId = reader.OptionalString("offsetMsgId"u8),
            BrokerName = reader.OptionalString("bname"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("tranStateTableOffset"u8, TranStateTableOffset);
        fields.Add("commitLogOffset"u8, CommitLogOffset);
        fields.Add("msgId"u8, MessageId);
        fields.Add("transactionId"u8, TransactionId);
        fields.Add("offsetMsgId"u8, OffsetMessageId);
        fields.Add("bname"u8, BrokerName);
    }
}
