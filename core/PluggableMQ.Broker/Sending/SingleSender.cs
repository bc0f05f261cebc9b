using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Retry;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Broker.Transactions;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Sending;

/// <summary>Stores one message of a producer. Allocates nothing when the store answers at once.</summary>
internal sealed class SingleSender
{
    private readonly BrokerOptions _options;
    private readonly BrokerIdentity _identity;
    private readonly MessageWriter _writer;
    private readonly DeadLetterRouting _deadLetters;
    private readonly HalfMessageWriter _halfMessages;
    private readonly SendAnswer _answer;
    private readonly BrokerStatistics _statistics;

    public SingleSender(
        BrokerOptions options,
        BrokerIdentity identity,
        MessageWriter writer,
        DeadLetterRouting deadLetters,
        HalfMessageWriter halfMessages,
        SendAnswer answer,
        BrokerStatistics statistics)
    {
        _options = options;
        _identity = identity;
        _writer = writer;
        _deadLetters = deadLetters;
        _halfMessages = halfMessages;
        _answer = answer;
        _statistics = statistics;
    }

    /// <summary>Stores the message and fills the answer.</summary>
    public ValueTask SendAsync(RequestContext context, in SendMessageRequestView header, TopicEntry topic)
    {
        var storeHost = _identity.StoreHost;
        var record = new MessageRecord
        {
            Topic = topic.Name,
            QueueId = PickQueue(header.QueueId, topic.Config),
            Flag = header.Flag,
            SysFlag = topic.Config.TopicFilterType == TopicFilterType.MultiTag ? header.SysFlag | MessageSysFlag.MultiTags : header.SysFlag,
            BornTimestamp = header.BornTimestamp,
            BornHost = context.Connection.RemoteEndPoint,
            StoreHost = storeHost,
            ReconsumeTimes = header.ReconsumeTimes,
            Body = context.Request.Body,
        };
        var properties = StoredProperties.Create(header.Properties, _identity.ClusterNameUtf8.Span);
        try
        {
            if (topic.RetryGroup is not null && !_deadLetters.TryRoute(context, header, ref topic, ref record, ref properties))
                return default;
            var queueId = record.QueueId;
            ValueTask<AppendResult> appending;
            if (properties.IsHalf && !(record.ReconsumeTimes > 0 && properties.DelayLevel > 0))
            {
                if (_options.RejectTransactionMessage)
                {
                    context.Response.SetResult(
                        ResponseCode.NoPermission, $"the broker[{_identity.Ip1}] sending transaction message is forbidden");
                    return default;
                }

                appending = _halfMessages.AppendAsync(ref record, ref properties);
            }
            else
            {
                appending = _writer.AppendAsync(ref record, ref properties);
            }

            if (!appending.IsCompletedSuccessfully) return FinishAsync(appending, context, topic, queueId);
            Finish(appending.Result, context, topic, queueId);
            return default;
        }
        finally
        {
            // The store has copied them by now, also when it is still flushing.
            properties.Dispose();
        }
    }

    private static int PickQueue(int wanted, TopicConfig config)
        => wanted >= 0 ? wanted : config.WriteQueueNums > 0 ? Random.Shared.Next(config.WriteQueueNums) : 0;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FinishAsync(ValueTask<AppendResult> appending, RequestContext context, TopicEntry topic, int queueId)
        => Finish(await appending, context, topic, queueId);

    private void Finish(in AppendResult result, RequestContext context, TopicEntry topic, int queueId)
    {
        _answer.Fill(context.Response, result, _identity.StoreHost, queueId);
        _statistics.CountPut(topic, result, 1);
    }
}
