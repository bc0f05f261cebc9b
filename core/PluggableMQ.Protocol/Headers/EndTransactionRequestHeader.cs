using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of END_TRANSACTION (37).</summary>
public sealed class EndTransactionRequestHeader : IFrameHeader<EndTransactionRequestHeader>
{
    /// <summary>The producer group.</summary>
    public required string ProducerGroup { get; init; }

    /// <summary>The half message's queue offset.</summary>
    public required long TranStateTableOffset { get; init; }

    /// <summary>The half message's commit log offset.</summary>
    public required long CommitLogOffset { get; init; }

    /// <summary>8 commit, 12 rollback, 0 unknown.</summary>
    public required int CommitOrRollback { get; init; }

    /// <summary>Whether this answers a check.</summary>
    public bool FromTransactionCheck { get; init; }

    /// <summary>The message's unique id.</summary>
    public required string MessageId { get; init; }

    /// <summary>The transaction id, or null.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The name of the broker that the queue belongs to, or null.</summary>
    public string? BrokerName { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out EndTransactionRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new EndTransactionRequestHeader
        {
            ProducerGroup = reader.RequiredString("producerGroup"u8),
            TranStateTableOffset = reader.RequiredInt64("tranStateTableOffset"u8),
            CommitLogOffset = reader.RequiredInt64("commitLogOffset"u8),
            CommitOrRollback = reader.RequiredInt32("commitOrRollback"u8),
            FromTransactionCheck = reader.Boolean("fromTransactionCheck"u8),
            MessageId = reader.RequiredString("msgId"u8),
            TransactionId = reader.OptionalString("transactionId"u8),
            BrokerName = reader.OptionalString("bname"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("producerGroup"u8, ProducerGroup);
        fields.Add("tranStateTableOffset"u8, TranStateTableOffset);
        fields.Add("commitLogOffset"u8, CommitLogOffset);
        fields.Add("commitOrRollback"u8, CommitOrRollback);
        fields.Add("fromTransactionCheck"u8, FromTransactionCheck);
        fields.Add("msgId"u8, MessageId);
        fields.Add("transactionId"u8, TransactionId);
        fields.Add("bname"u8, BrokerName);
    }
}
