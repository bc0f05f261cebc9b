using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Transactions;

/// <summary>Stores half messages again, at the queue's end so that the check can go on, or in the topic of those given up.</summary>
internal sealed class HalfMessageRenewal
{
    /// <summary>
    /// After this age a half message is given up without being checked: RocketMQ takes the commit log's default <c>fileReservedTime</c>.
    /// </summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(72);

    private readonly IMessageAppender _appender;
    private readonly TopicConfigService _topics;

    public HalfMessageRenewal(IMessageStore store, TopicConfigService topics)
    {
        _appender = store.Appender;
        _topics = topics;
    }

    /// <summary>Stores a half message anew.</summary>
    /// <param name="half">The half message.</param>
    /// <param name="checks">How often it has been checked, this time included; 0 leaves the count out.</param>
    /// <param name="requests">Asks its producer; null when it is put back because it is too young.</param>
    /// <returns>Whether it is stored.</returns>
    public async ValueTask<bool> PutBackAsync(StoredRecord half, int checks, TransactionCheckRequests? requests)
    {
        var record = half.CopyTo(TopicNames.TransactionHalf, 0);
        var properties = StoredProperties.CopyOf(half.Properties, 64);
        try
        {
            if (checks > 0) properties.Set("TRANSACTION_CHECK_TIMES"u8, checks);
            if (requests is null && !HalfMessages.TryGetNumber(half, "TRAN_PREPARED_QUEUE_OFFSET"u8, out _))
                properties.Set("TRAN_PREPARED_QUEUE_OFFSET"u8, half.Header.QueueOffset);
            record.Properties = properties.Memory;
            var result = await _appender.AppendAsync(in record);
            if (!result.IsStored) return false;
            requests?.Send(half, result, record.Properties);
            return true;
        }
        finally
        {
            properties.Dispose();
        }
    }

    /// <summary>Keeps a half message that nobody settles where an operator can find it.</summary>
    /// <returns>Whether it is stored.</returns>
    public async ValueTask<bool> GiveUpAsync(StoredRecord half)
    {
        var topic = _topics.GetOrCreate(TopicNames.TransactionCheckMaxTime, 1, Permission.Read | Permission.Write);
        var record = half.CopyTo(topic.Name, 0);
        record.Properties = half.PropertiesMemory;
        return (await _appender.AppendAsync(in record)).IsStored;
    }
}
