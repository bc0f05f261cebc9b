using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Delay;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Sending;

/// <summary>
/// The last step before the store: sends a delayed message to its delay queue (the head of Java's <c>CommitLog.asyncPutMessage</c>).
/// </summary>
internal sealed class MessageWriter
{
    private readonly IMessageStore _store;
    private readonly DelayLevels _levels;

    public MessageWriter(IMessageStore store, DelayLevels levels)
    {
        _store = store;
        _levels = levels;
    }

    /// <summary>Appends a message.</summary>
    /// <param name="record">The message; its properties are set here.</param>
    /// <param name="properties">Its properties. Not needed any more once this method has returned, also while the task is pending.</param>
    /// <returns>Where it is stored, or why not.</returns>
    public ValueTask<AppendResult> AppendAsync(ref MessageRecord record, ref StoredProperties properties)
    {
        if (properties.DelayLevel > 0 && CanBeDelayed(record.SysFlag)) Delay(ref record, ref properties);
        record.Properties = properties.Memory;
        record.WaitForFlush = properties.WaitForFlush;
        return _store.Appender.AppendAsync(in record);
    }

    private static bool CanBeDelayed(int sysFlag) => MessageSysFlag.GetTransactionType(sysFlag) is 0 or MessageSysFlag.TransactionCommit;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Delay(ref MessageRecord record, ref StoredProperties properties)
    {
        var level = Math.Min(properties.DelayLevel, Math.Max(_levels.Max, 1));
        if (level != properties.DelayLevel) properties.SetDelay(level);
        properties.RestoreWait();
        properties.Set("REAL_TOPIC"u8, record.Topic);
        properties.Set("REAL_QID"u8, record.QueueId);
        record.Topic = TopicNames.Schedule;
        record.QueueId = level - 1;
    }
}
