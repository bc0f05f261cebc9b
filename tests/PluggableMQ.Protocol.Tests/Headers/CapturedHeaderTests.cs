using System.Net;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Protocol.Tests.Headers;

/// <summary>Every captured header of a code that has a header type reads, and what the type writes are the same fields.</summary>
public sealed class CapturedHeaderTests
{
    // What hooks of the captured clients (access control, stream mode) add to any request.
    private static readonly string[] HookFields = ["AccessKey", "Signature", "ReqT"];

    [Fact]
    public void Requests_EveryType_ReadsAndWritesTheSameFields()
    {
        CheckRequests<QueryConsumerOffsetRequestHeader>(RequestCode.QueryConsumerOffset);
        CheckRequests<UpdateConsumerOffsetRequestHeader>(RequestCode.UpdateConsumerOffset);
        CheckRequests<SearchOffsetRequestHeader>(RequestCode.SearchOffsetByTimestamp);
        CheckRequests<QueueRequestHeader>(RequestCode.GetMaxOffset);
        CheckRequests<QueueRequestHeader>(RequestCode.GetMinOffset);
        CheckRequests<QueueRequestHeader>(RequestCode.GetEarliestMsgStoreTime);
        CheckRequests<QueryMessageRequestHeader>(RequestCode.QueryMessage, "_UNIQUE_KEY_QUERY");
        CheckRequests<UnregisterClientRequestHeader>(RequestCode.UnregisterClient);
        CheckRequests<ConsumerSendMsgBackRequestHeader>(RequestCode.ConsumerSendMsgBack);
        CheckRequests<EndTransactionRequestHeader>(RequestCode.EndTransaction);
        CheckRequests<ConsumerGroupRequestHeader>(RequestCode.GetConsumerListByGroup);
        CheckRequests<ConsumerGroupRequestHeader>(RequestCode.NotifyConsumerIdsChanged);
        CheckRequests<CreateTopicRequestHeader>(RequestCode.UpdateAndCreateTopic);
        CheckRequests<TopicRequestHeader>(RequestCode.DeleteTopicInBroker);
        CheckRequests<TopicRequestHeader>(RequestCode.GetTopicStatsInfo);
        CheckRequests<DeleteTopicFromNamesrvRequestHeader>(RequestCode.DeleteTopicInNamesrv);
        CheckRequests<DeleteSubscriptionGroupRequestHeader>(RequestCode.DeleteSubscriptionGroup);
        CheckRequests<GetConsumeStatsRequestHeader>(RequestCode.GetConsumeStats);
        CheckRequests<ResetOffsetRequestHeader>(RequestCode.InvokeBrokerToResetOffset);
        CheckRequests<RegisterBrokerRequestHeader>(RequestCode.RegisterBroker);
        CheckRequests<UnregisterBrokerRequestHeader>(RequestCode.UnregisterBroker);
        CheckRequests<GetRouteInfoRequestHeader>(RequestCode.GetRouteInfoByTopic);
        CheckRequests<PutKvConfigRequestHeader>(RequestCode.PutKvConfig);
        CheckRequests<KvConfigKeyRequestHeader>(RequestCode.DeleteKvConfig);
        CheckRequests<BrokerWritePermissionRequestHeader>(RequestCode.WipeWritePermOfBroker);
        CheckRequests<BrokerWritePermissionRequestHeader>(RequestCode.AddWritePermOfBroker);
    }

    [Fact]
    public void Responses_EveryType_ReadsAndWritesTheSameFields()
    {
        CheckResponses<OffsetResponseHeader>(RequestCode.QueryConsumerOffset);
        CheckResponses<OffsetResponseHeader>(RequestCode.SearchOffsetByTimestamp);
        CheckResponses<OffsetResponseHeader>(RequestCode.GetMaxOffset);
        CheckResponses<OffsetResponseHeader>(RequestCode.GetMinOffset);
        CheckResponses<EarliestStoreTimeResponseHeader>(RequestCode.GetEarliestMsgStoreTime);
        CheckResponses<QueryMessageResponseHeader>(RequestCode.QueryMessage);
        CheckResponses<RegisterBrokerResponseHeader>(RequestCode.RegisterBroker);
        CheckResponses<GetBrokerConfigResponseHeader>(RequestCode.GetBrokerConfig);
        CheckResponses<WipeWritePermResponseHeader>(RequestCode.WipeWritePermOfBroker);
        CheckResponses<AddWritePermResponseHeader>(RequestCode.AddWritePermOfBroker);
    }

    [Fact]
    public void SendResponses_ReadAndWrittenFromTheirPlaces_HaveTheSameFields()
    {
        var frames = CapturedFrame.All.Where(frame => frame.Answers is RequestCode.SendMessageV2 or RequestCode.SendBatchMessage).ToList();
        Assert.Equal(24, frames.Count);
        foreach (var frame in frames)
        {
            var captured = frame.Decode().Fields;
            Assert.True(SendMessageResponseHeader.TryRead(captured, out var header, out var error), $"{frame}: {error}");
            var offsets = new List<long>();
            IPEndPoint? host = null;
            foreach (var id in header.MessageId.Split(','))
            {
                Assert.True(OffsetMessageId.TryParse(id, out host, out var offset));
                offsets.Add(offset);
            }

            var written = new HeaderFields();
            SendMessageResponseHeader.Write(written, host!, [.. offsets], header.QueueId, header.QueueOffset);
            SendMessageResponseHeader.WriteRegion(written, header.RegionId!, header.TraceOn);
            var expected = CapturedFrameTests.ToDictionary(captured);
            expected.Remove("transactionId");
            Assert.Equal(expected, CapturedFrameTests.ToDictionary(written));
        }
    }

    private static void CheckRequests<T>(int code, params string[] notWritten) where T : class, IFrameHeader<T>
        => Check<T>(CapturedFrame.All.Where(frame => frame.Kind != "response" && frame.Code == code).ToList(), notWritten);

    private static void CheckResponses<T>(int code) where T : class, IFrameHeader<T>
        => Check<T>(CapturedFrame.All.Where(frame => frame.Answers == code).ToList(), []);

    private static void Check<T>(List<CapturedFrame> frames, string[] notWritten) where T : class, IFrameHeader<T>
    {
        Assert.NotEmpty(frames);
        foreach (var frame in frames)
        {
            var captured = frame.Decode().Fields;
            Assert.True(T.TryRead(captured, out var header, out var error), $"{frame}: {error}");
            var written = new HeaderFields();
            header.Write(written);
            var expected = CapturedFrameTests.ToDictionary(captured);
            foreach (var name in HookFields.Concat(notWritten)) expected.Remove(name);
            Assert.Equal(expected, CapturedFrameTests.ToDictionary(written));
        }
    }
}
