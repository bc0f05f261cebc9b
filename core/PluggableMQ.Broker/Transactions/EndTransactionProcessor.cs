using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Transactions;

/// <summary>END_TRANSACTION (37): stores the real message of a committed half message, and notes that it is settled either way.</summary>
[RequestCodes(RequestClasses.Transaction, RequestCode.EndTransaction)]
internal sealed class EndTransactionProcessor : IRequestProcessor
{
    private readonly IMessageReader _reader;
    private readonly MessageWriter _writer;
    private readonly OpMessageWriter _ops;
    private readonly TopicConfigService _topics;
    private readonly BrokerStatistics _statistics;

    public EndTransactionProcessor(
        IMessageStore store, MessageWriter writer, OpMessageWriter ops, TopicConfigService topics, BrokerStatistics statistics)
    {
        _reader = store.Reader;
        _writer = writer;
        _ops = ops;
        _topics = topics;
        _statistics = statistics;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var response = context.Response;
        if (!EndTransactionRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return default;
        }

        // The producer does not know: the half message stays and is checked. Java answers nothing at all.
        if (header.CommitOrRollback is MessageSysFlag.TransactionCommit or MessageSysFlag.TransactionRollback)
            return SettleAsync(context, header);
        context.Suspend();
        return default;
    }

    private async ValueTask SettleAsync(RequestContext context, EndTransactionRequestHeader header)
    {
        var response = context.Response;
        using var result = new MessageReadResult();
        if (FindProblem(header, result, out var half) is { } problem)
        {
            response.SetResult(ResponseCode.SystemError, problem);
            return;
        }

        if (header.CommitOrRollback == MessageSysFlag.TransactionCommit)
        {
            var stored = await StoreFinal(half, header);
            if (!stored.IsStored)
            {
                response.SetResult(AppendAnswer.GetCode(stored.Status), DescribeFailure(stored.Status));
                return;
            }
        }

        await _ops.AppendAsync(half.Header.QueueOffset);
    }

    private string? FindProblem(EndTransactionRequestHeader header, MessageReadResult result, out StoredRecord half)
    {
        half = default;
        if (!_reader.TryReadAt(header.CommitLogOffset, result) || !StoredRecord.TryRead(result.Entries[0], out half)
            || half.Topic != TopicNames.TransactionHalf)
            return "Find prepared transaction message failed";
        if (half.GetProperty("PGROUP"u8) != header.ProducerGroup) return "The producer group wrong";
        if (half.Header.QueueOffset != header.TranStateTableOffset) return "The transaction state table offset wrong";
        return half.Header.PhysicalOffset != header.CommitLogOffset ? "The commit log offset wrong" : null;
    }

    private ValueTask<AppendResult> StoreFinal(in StoredRecord half, EndTransactionRequestHeader header)
    {
        if (half.GetProperty("REAL_TOPIC"u8) is not { } topic || !HalfMessages.TryGetRealQueue(half, out var queueId))
            return new(AppendResult.Failed(AppendStatus.MessageIllegal));
        var record = half.CopyTo(topic, queueId);
        record.SysFlag = MessageSysFlag.WithTransactionType(record.SysFlag, MessageSysFlag.TransactionCommit);
        record.PreparedTransactionOffset = header.CommitLogOffset;
        var properties = StoredProperties.CopyOf(half.Properties);
        try
        {
            var appending = _writer.AppendAsync(ref record, ref properties);
            if (appending.IsCompletedSuccessfully && _topics.Find(topic) is { } entry) _statistics.CountPut(entry, appending.Result, 1);
            return appending;
        }
        finally
        {
            properties.Dispose();
        }
    }

    private static string DescribeFailure(AppendStatus status) => status switch
    {
        AppendStatus.CreateFileFailed => "Create mapped file failed.",
        AppendStatus.MessageIllegal or AppendStatus.PropertiesSizeExceeded =>
            "The message is illegal, maybe msg body or properties length not matched. msg body length limit 128k, msg properties length limit 32k.",
        AppendStatus.ServiceNotAvailable => "Service not available now.",
        AppendStatus.PageCacheBusy => "OS page cache busy, please try another machine",
        _ => "UNKNOWN_ERROR",
    };
}
