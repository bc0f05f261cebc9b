using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Transactions;

/// <summary>Stores half messages where consumers do not see them (<c>TransactionalMessageBridge.putHalfMessage</c>).</summary>
internal sealed class HalfMessageWriter
{
    private readonly MessageWriter _writer;

    public HalfMessageWriter(MessageWriter writer) => _writer = writer;

    /// <summary>Stores a half message in the half topic; its own topic and queue become properties.</summary>
    public ValueTask<AppendResult> AppendAsync(ref MessageRecord record, ref StoredProperties properties)
    {
        properties.RestoreWait();
        properties.Set("REAL_TOPIC"u8, record.Topic);
        properties.Set("REAL_QID"u8, record.QueueId);
        record.SysFlag = MessageSysFlag.WithTransactionType(record.SysFlag, 0);
        record.Topic = TopicNames.TransactionHalf;
        record.QueueId = 0;
        return _writer.AppendAsync(ref record, ref properties);
    }
}
