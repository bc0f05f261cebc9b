using System.Text;

using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Protocol.Tests.Bodies;

/// <summary>Every JSON body that Java sent in the captures is decoded and encoded again.</summary>
public class CapturedBodyTests
{
    [Fact]
    public void Encode_EveryCapturedBody_GivesTheSameBytes()
    {
        var seen = new HashSet<(int, bool)>();
        foreach (var body in CapturedBody.All)
        {
            seen.Add((body.RequestCode, body.IsResponse));
            Assert.True(body.Text == Encoding.UTF8.GetString(Recode(body)), $"{body} came out differently");
        }

        // The captures hold all of these; a body that no longer shows up would pass unseen.
        (int, bool)[] expected =
        [
            (RequestCode.HeartBeat, false), (RequestCode.LockBatchMq, false), (RequestCode.LockBatchMq, true), (RequestCode.UnlockBatchMq, false),
            (RequestCode.RegisterBroker, false), (RequestCode.GetRouteInfoByTopic, true), (RequestCode.GetBrokerClusterInfo, true),
            (RequestCode.GetBrokerRuntimeInfo, true), (RequestCode.GetConsumerListByGroup, true), (RequestCode.UpdateAndCreateSubscriptionGroup, false),
            (RequestCode.GetTopicStatsInfo, true), (RequestCode.GetAllTopicListFromNameserver, true), (RequestCode.GetConsumeStats, true),
            (RequestCode.QueryTopicConsumeByWho, true), (RequestCode.ViewBrokerStatsData, true),
        ];
        Assert.Equal(expected.Order(), seen.Order());
    }

    private static byte[] Recode(CapturedBody body) => (body.RequestCode, body.IsResponse) switch
    {
        (RequestCode.RegisterBroker, false) => RegisterBrokerBody.Decode(body.Utf8).Encode(),
        (RequestCode.GetRouteInfoByTopic, true) => TopicRouteData.Decode(body.Utf8).Encode(standardJson: true),
        (RequestCode.HeartBeat, false) => HeartbeatData.Decode(body.Utf8).Encode(),
        (RequestCode.GetConsumerListByGroup, true) => ConsumerIdList.Decode(body.Utf8).Encode(),
        (RequestCode.GetBrokerClusterInfo, true) => ClusterInfo.Decode(body.Utf8).Encode(),
        (RequestCode.GetBrokerRuntimeInfo, true) => KvTable.Decode(body.Utf8).Encode(),
        (RequestCode.GetAllTopicListFromNameserver, true) => TopicList.Decode(body.Utf8).Encode(),
        (RequestCode.UpdateAndCreateSubscriptionGroup, false) => SubscriptionGroupConfig.Decode(body.Utf8).Encode(),
        (RequestCode.LockBatchMq or RequestCode.UnlockBatchMq, false) => LockBatchRequest.Decode(body.Utf8).Encode(),
        (RequestCode.LockBatchMq, true) => LockBatchResponse.Decode(body.Utf8).Encode(),
        (RequestCode.GetTopicStatsInfo, true) => TopicStatsTable.Decode(body.Utf8).Encode(),
        (RequestCode.GetConsumeStats, true) => ConsumeStats.Decode(body.Utf8).Encode(),
        (RequestCode.QueryTopicConsumeByWho, true) => GroupList.Decode(body.Utf8).Encode(),
        (RequestCode.ViewBrokerStatsData, true) => BrokerStatsData.Decode(body.Utf8).Encode(),
        _ => throw new InvalidOperationException($"No body type for {body}."),
    };
}
