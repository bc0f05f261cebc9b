using System.Buffers;
using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Retry;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Sending;

/// <summary>
/// Stores a batch: its messages become ordinary records, back to back, with the batch's properties behind their own
/// (<c>MessageExtBatchEncoder</c>).
/// </summary>
internal sealed class BatchSender
{
    private const string NotABatch = "the message is illegal, the body is not a batch: a message in it is cut off or has a wrong length.";

    // What Java allows a record to be longer than a body.
    private const int RecordOverhead = 64 * 1024;

    private readonly BrokerIdentity _identity;
    private readonly IMessageAppender _appender;
    private readonly DeadLetterRouting _deadLetters;
    private readonly SendAnswer _answer;
    private readonly BrokerStatistics _statistics;
    private readonly int _maxMessageSize;

    public BatchSender(
        BrokerOptions options,
        BrokerIdentity identity,
        IMessageStore store,
        DeadLetterRouting deadLetters,
        SendAnswer answer,
        BrokerStatistics statistics)
    {
        _identity = identity;
        _appender = store.Appender;
        _deadLetters = deadLetters;
        _answer = answer;
        _statistics = statistics;
        _maxMessageSize = options.MaxMessageSize;
    }

    /// <summary>Stores the batch and fills the answer.</summary>
    public ValueTask SendAsync(RequestContext context, in SendMessageRequestView header, TopicEntry topic)
    {
        var body = context.Request.Body;
        if (body.Length > _maxMessageSize) return RefuseTooLong(context);
        var template = new MessageRecord
        {
            Topic = topic.Name,
            QueueId = header.QueueId >= 0
                ? header.QueueId
                : topic.Config.WriteQueueNums > 0 ? Random.Shared.Next(topic.Config.WriteQueueNums) : 0,
            SysFlag = topic.Config.TopicFilterType == TopicFilterType.MultiTag ? header.SysFlag | MessageSysFlag.MultiTags : header.SysFlag,
            BornTimestamp = header.BornTimestamp,
            BornHost = context.Connection.RemoteEndPoint,
            StoreHost = _identity.StoreHost,
            ReconsumeTimes = header.ReconsumeTimes,
        };
        var properties = StoredProperties.CopyWith(header.Properties, _identity.ClusterNameUtf8.Span);
        byte[]? copy = null;
        try
        {
            if (topic.RetryGroup is not null && !_deadLetters.TryRoute(context, header, ref topic, ref template, ref properties))
                return default;
            if (properties.DelayLevel > 0 || MessageSysFlag.GetTransactionType(template.SysFlag) != 0) return RefuseTooLong(context);
            template.WaitForFlush = properties.WaitForFlush;
            // Records refer to pieces of the batch, so it must lie in one piece.
            var memory = body.IsSingleSegment ? body.First : Gather(body, out copy);
            return Store(context, topic, template, memory, properties.Span);
        }
        finally
        {
            properties.Dispose();
            if (copy is not null) ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static ReadOnlyMemory<byte> Gather(in ReadOnlySequence<byte> body, out byte[] copy)
    {
        copy = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(copy);
        return copy.AsMemory(0, (int)body.Length);
    }

    private ValueTask Store(
        RequestContext context, TopicEntry topic, in MessageRecord template, ReadOnlyMemory<byte> batch, ReadOnlySpan<byte> common)
    {
        var count = BatchCodec.Count(batch.Span);
        if (count <= 0)
        {
            context.Response.SetResult(ResponseCode.MessageIllegal, NotABatch);
            return default;
        }

        // What the records will take, before any memory is taken: each of many small messages carries the batch's own properties.
        if (batch.Length + (count * (long)(common.Length + MessageCodec.FixedLength)) > _maxMessageSize + RecordOverhead)
            return RefuseTooLong(context);
        var records = ArrayPool<MessageRecord>.Shared.Rent(count);
        var offsets = ArrayPool<long>.Shared.Rent(count);
        var texts = ArrayPool<byte>.Shared.Rent(batch.Length + (count * (common.Length + 1)));
        try
        {
            BatchRecords.Fill(records.AsSpan(0, count), template, batch, common, texts);
            var appending = _appender.AppendBatchAsync(records.AsSpan(0, count), offsets.AsSpan(0, count));
            if (!appending.IsCompletedSuccessfully)
                return FinishLaterAsync(appending, context, topic, template.QueueId, offsets.AsSpan(0, count).ToArray());
            Finish(appending.Result, context, topic, template.QueueId, offsets.AsSpan(0, count));
            return default;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(texts);
            ArrayPool<long>.Shared.Return(offsets);
            // The records refer to the request: the pool must not keep it alive.
            ArrayPool<MessageRecord>.Shared.Return(records, clearArray: true);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FinishLaterAsync(
        ValueTask<AppendResult> appending, RequestContext context, TopicEntry topic, int queueId, long[] offsets)
        => Finish(await appending, context, topic, queueId, offsets);

    private void Finish(in AppendResult result, RequestContext context, TopicEntry topic, int queueId, ReadOnlySpan<long> offsets)
    {
        _answer.Fill(context.Response, result, _identity.StoreHost, queueId, offsets);
        _statistics.CountPut(topic, result, offsets.Length);
    }

    private ValueTask RefuseTooLong(RequestContext context)
    {
        context.Response.SetResult(ResponseCode.MessageIllegal, AppendAnswer.GetRemark(AppendStatus.MessageIllegal, _maxMessageSize, null));
        return default;
    }
}
