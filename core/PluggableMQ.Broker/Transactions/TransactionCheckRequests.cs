using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Clients;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Broker.Transactions;

/// <summary>
/// Asks a producer of the group what became of a half message: CHECK_TRANSACTION_STATE (39), one-way; it answers by END_TRANSACTION.
/// </summary>
internal sealed class TransactionCheckRequests
{
    private readonly BrokerIdentity _identity;
    private readonly ProducerRegistry _producers;
    private readonly ClientNotifier _clients;
    private readonly ILogger<TransactionCheckRequests> _logger;

    public TransactionCheckRequests(
        BrokerIdentity identity, ProducerRegistry producers, ClientNotifier clients, ILogger<TransactionCheckRequests> logger)
    {
        _identity = identity;
        _producers = producers;
        _clients = clients;
        _logger = logger;
    }

    /// <summary>Asks.</summary>
    /// <param name="half">The half message.</param>
    /// <param name="place">Where it was stored again just now: the producer must name that record.</param>
    /// <param name="properties">Its properties there.</param>
    public void Send(in StoredRecord half, in AppendResult place, ReadOnlyMemory<byte> properties)
    {
        var group = half.GetProperty("PGROUP"u8) ?? "";
        if (!_producers.TryPick(group, out var producer))
        {
            BrokerLog.NoProducerToCheck(_logger, place.QueueOffset, group);
            return;
        }

        HalfMessages.TryGetRealQueue(half, out var queueId);
        var record = half.CopyTo(half.GetProperty("REAL_TOPIC"u8) ?? half.Topic, queueId);
        record.Properties = properties;
        var body = new byte[MessageCodec.GetEncodedLength(record)];
        MessageCodec.Write(record, place.QueueOffset, place.PhysicalOffset, place.StoreTimestamp, body);
        var uniqueId = half.GetProperty("UNIQ_KEY"u8);
        var request = RemotingCommand.CreateRequest(RequestCode.CheckTransactionState, body);
        new CheckTransactionStateRequestHeader
        {
            TranStateTableOffset = place.QueueOffset,
            CommitLogOffset = place.PhysicalOffset,
            MessageId = uniqueId,
            TransactionId = uniqueId,
            OffsetMessageId = OffsetMessageId.Create(_identity.StoreHost, place.PhysicalOffset),
        }.Write(request.Fields);
        _clients.Post(producer.Connection, request);
    }
}
