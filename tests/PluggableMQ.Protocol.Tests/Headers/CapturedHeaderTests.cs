using System.Diagnostics.CodeAnalysis;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Protocol.Tests.Headers;

/// <summary>Every captured header of a code that has a header type reads, and what the type writes are the same fields.</summary>
public sealed class CapturedHeaderTests
{
    // What hooks of the captured clients (access control, stream mode) add to any request.
    private static readonly string[] HookFields = ["AccessKey", "Signature", "ReqT"];

    private delegate bool Reader<T>(HeaderFields fields, [NotNullWhen(true)] out T? header, [NotNullWhen(false)] out string? error) where T : class;

    [Fact]
    public void Requests_EveryType_ReadsAndWritesTheSameFields()
    {
        Check<QueryConsumerOffsetRequestHeader>(isRequest: true, RequestCode.QueryConsumerOffset, QueryConsumerOffsetRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<UpdateConsumerOffsetRequestHeader>(isRequest: true, RequestCode.UpdateConsumerOffset, UpdateConsumerOffsetRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<SearchOffsetRequestHeader>(isRequest: true, RequestCode.SearchOffsetByTimestamp, SearchOffsetRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<QueueRequestHeader>(isRequest: true, RequestCode.GetMaxOffset, QueueRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<QueueRequestHeader>(isRequest: true, RequestCode.GetMinOffset, QueueRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<QueueRequestHeader>(isRequest: true, RequestCode.GetEarliestMsgStoreTime, QueueRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<QueryMessageRequestHeader>(isRequest: true, RequestCode.QueryMessage, QueryMessageRequestHeader.TryRead, static (header, fields) => header.Write(fields), "_UNIQUE_KEY_QUERY");
        Check<UnregisterClientRequestHeader>(isRequest: true, RequestCode.UnregisterClient, UnregisterClientRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<ConsumerSendMsgBackRequestHeader>(isRequest: true, RequestCode.ConsumerSendMsgBack, ConsumerSendMsgBackRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<EndTransactionRequestHeader>(isRequest: true, RequestCode.EndTransaction, EndTransactionRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<ConsumerGroupRequestHeader>(isRequest: true, RequestCode.GetConsumerListByGroup, ConsumerGroupRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<ConsumerGroupRequestHeader>(isRequest: true, RequestCode.NotifyConsumerIdsChanged, ConsumerGroupRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<CreateTopicRequestHeader>(isRequest: true, RequestCode.UpdateAndCreateTopic, CreateTopicRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<TopicRequestHeader>(isRequest: true, RequestCode.DeleteTopicInBroker, TopicRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<TopicRequestHeader>(isRequest: true, RequestCode.GetTopicStatsInfo, TopicRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<DeleteTopicFromNamesrvRequestHeader>(isRequest: true, RequestCode.DeleteTopicInNamesrv, DeleteTopicFromNamesrvRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<DeleteSubscriptionGroupRequestHeader>(isRequest: true, RequestCode.DeleteSubscriptionGroup, DeleteSubscriptionGroupRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<GetConsumeStatsRequestHeader>(isRequest: true, RequestCode.GetConsumeStats, GetConsumeStatsRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<ResetOffsetRequestHeader>(isRequest: true, RequestCode.InvokeBrokerToResetOffset, ResetOffsetRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<RegisterBrokerRequestHeader>(isRequest: true, RequestCode.RegisterBroker, RegisterBrokerRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<UnregisterBrokerRequestHeader>(isRequest: true, RequestCode.UnregisterBroker, UnregisterBrokerRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<GetRouteInfoRequestHeader>(isRequest: true, RequestCode.GetRouteInfoByTopic, GetRouteInfoRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<PutKvConfigRequestHeader>(isRequest: true, RequestCode.PutKvConfig, PutKvConfigRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<KvConfigKeyRequestHeader>(isRequest: true, RequestCode.DeleteKvConfig, KvConfigKeyRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<BrokerWritePermissionRequestHeader>(isRequest: true, RequestCode.WipeWritePermOfBroker, BrokerWritePermissionRequestHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<BrokerWritePermissionRequestHeader>(isRequest: true, RequestCode.AddWritePermOfBroker, BrokerWritePermissionRequestHeader.TryRead, static (header, fields) => header.Write(fields));
    }

    [Fact]
    public void Responses_EveryType_ReadsAndWritesTheSameFields()
    {
        Check<OffsetResponseHeader>(isRequest: false, RequestCode.QueryConsumerOffset, OffsetResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<OffsetResponseHeader>(isRequest: false, RequestCode.SearchOffsetByTimestamp, OffsetResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<OffsetResponseHeader>(isRequest: false, RequestCode.GetMaxOffset, OffsetResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<OffsetResponseHeader>(isRequest: false, RequestCode.GetMinOffset, OffsetResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<EarliestStoreTimeResponseHeader>(isRequest: false, RequestCode.GetEarliestMsgStoreTime, EarliestStoreTimeResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<QueryMessageResponseHeader>(isRequest: false, RequestCode.QueryMessage, QueryMessageResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<RegisterBrokerResponseHeader>(isRequest: false, RequestCode.RegisterBroker, RegisterBrokerResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<GetBrokerConfigResponseHeader>(isRequest: false, RequestCode.GetBrokerConfig, GetBrokerConfigResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<WipeWritePermResponseHeader>(isRequest: false, RequestCode.WipeWritePermOfBroker, WipeWritePermResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        Check<AddWritePermResponseHeader>(isRequest: false, RequestCode.AddWritePermOfBroker, AddWritePermResponseHeader.TryRead, static (header, fields) => header.Write(fields));
        foreach (var code in new[] { RequestCode.SendMessageV2, RequestCode.SendBatchMessage })
        {
            Check<SendMessageResponseHeader>(isRequest: false, code, SendMessageResponseHeader.TryRead, static (header, fields) =>
            {
                var offsets = new List<long>();
                System.Net.IPEndPoint? host = null;
                foreach (var id in header.MessageId.Split(','))
                {
                    Assert.True(OffsetMessageId.TryParse(id, out host, out var offset));
                    offsets.Add(offset);
                }

                SendMessageResponseHeader.Write(fields, host!, [.. offsets], header.QueueId, header.QueueOffset);
                SendMessageResponseHeader.WriteRegion(fields, header.RegionId!, header.TraceOn);
            }, "transactionId");
        }
    }

    private static void Check<T>(bool isRequest, int code, Reader<T> read, Action<T, HeaderFields> write, params string[] notWritten) where T : class
    {
        var frames = CapturedFrame.All.Where(frame => isRequest ? frame.Kind != "response" && frame.Code == code : frame.Answers == code).ToList();
        Assert.True(frames.Count > 0, $"No frame of code {code} was captured.");
        foreach (var frame in frames)
        {
            var captured = frame.Decode().Fields;
            Assert.True(read(captured, out var header, out var error), $"{frame}: {error}");
            var written = new HeaderFields();
            write(header, written);
            var expected = CapturedFrameTests.ToDictionary(captured);
            foreach (var name in HookFields.Concat(notWritten)) expected.Remove(name);
            Assert.Equal(expected, CapturedFrameTests.ToDictionary(written));
        }
    }
}
