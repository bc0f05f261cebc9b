using System.Text;

using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Protocol.Tests.Bodies;

/// <summary>What other clients and other versions send, and Java accepts.</summary>
public class ToleranceTests
{
    [Fact]
    public void Decode_PascalCaseHeartbeatOfNewLife_IsRead()
    {
        var heartbeat = HeartbeatData.Decode("""
            {"ClientID":"10.0.0.1@1234","ConsumerDataSet":[{"ConsumeFromWhere":"CONSUME_FROM_LAST_OFFSET","ConsumeType":"CONSUME_PASSIVELY","GroupName":"G",
            "MessageModel":"CLUSTERING","SubscriptionDataSet":[{"ClassFilterMode":false,"CodeSet":null,"ExpressionType":"TAG","SubString":"*","SubVersion":638000000000000000,
            "TagsSet":null,"Topic":"T"}],"UnitMode":false}],"ProducerDataSet":[{"GroupName":"PG"}]}
            """u8);
        Assert.Equal("10.0.0.1@1234", heartbeat.ClientId);
        Assert.Equal("PG", Assert.Single(heartbeat.ProducerDataSet).GroupName);
        var consumer = Assert.Single(heartbeat.ConsumerDataSet);
        Assert.Equal(("G", ConsumeType.Passively, MessageModel.Clustering, ConsumeFromWhere.LastOffset), (consumer.GroupName, consumer.ConsumeType, consumer.MessageModel, consumer.ConsumeFromWhere));
        var subscription = Assert.Single(consumer.SubscriptionDataSet);
        Assert.Equal(("T", "*", 638000000000000000), (subscription.Topic, subscription.SubString, subscription.SubVersion));
        Assert.Empty(subscription.TagsSet);
    }

    [Fact]
    public void Decode_MembersOfVersion5_AreIgnored()
    {
        var body = RegisterBrokerBody.Decode("""
            {"filterServerList":[],"topicConfigSerializeWrapper":{"dataVersion":{"counter":2,"stateVersion":0,"timestamp":5},"mappingDataVersion":{"counter":0},
            "topicConfigTable":{"T":{"attributes":{"+a":"b"},"order":false,"perm":6,"readQueueNums":8,"topicFilterType":"SINGLE_TAG","topicName":"T","topicSysFlag":0,"writeQueueNums":8}},
            "topicQueueMappingDetailMap":{},"topicQueueMappingInfoMap":{"T":{"currIdMap":{0:1,1:2},"scope":"x"}}}}
            """u8);
        Assert.Equal(new DataVersion(5, 2), body.TopicConfigSerializeWrapper.DataVersion);
        Assert.Equal(8, body.TopicConfigSerializeWrapper.TopicConfigTable["T"].ReadQueueNums);
    }

    [Fact]
    public void Decode_NumbersAndBooleansAsText_AreRead()
    {
        var topic = TopicConfig.Decode("""{"topicName":"T","readQueueNums":"4","writeQueueNums":5.0,"perm":null,"order":"TRUE","topicSysFlag":""}"""u8);
        Assert.Equal((4, 5, 0, true, 0), (topic.ReadQueueNums, topic.WriteQueueNums, topic.Perm, topic.Order, topic.TopicSysFlag));
    }

    [Fact]
    public void Decode_NumbersWhereTextIsMeant_AreTheirText()
        => Assert.Equal("17", KvTable.Decode("""{"table":{"k":17,"none":null}}"""u8).Table.Single().Value);

    [Theory]
    [InlineData("""{"offsetTable":{{"brokerName":"b","queueId":3,"topic":"T"}:5}}""")]
    [InlineData("""{"offsetTable":{{"topic":"T","queueId":"3","brokerName":"b"}:"5"}}""")]
    [InlineData("""{"offsetTable":{"{\"brokerName\":\"b\",\"queueId\":3,\"topic\":\"T\"}":5}}""")]
    [InlineData("""{'offsetTable':{'{"brokerName":"b","queueId":3,"topic":"T"}':5,}}""")]
    public void Decode_QueueAsKey_IsReadInEveryForm(string json)
    {
        var (queue, offset) = Assert.Single(ResetOffsetBody.Decode(Encoding.UTF8.GetBytes(json)).OffsetTable);
        Assert.Equal(new MessageQueue("T", "b", 3), queue);
        Assert.Equal(5, offset);
    }

    [Theory]
    [InlineData("""{"brokerAddrs":{0:"a",1:"b"}}""")]
    [InlineData("""{"brokerAddrs":{"0":"a","1":"b"}}""")]
    public void Decode_BrokerIds_AreReadQuotedAndUnquoted(string broker)
    {
        var route = TopicRouteData.Decode(Encoding.UTF8.GetBytes($$"""{"brokerDatas":[{{broker}}]}"""));
        Assert.Equal([KeyValuePair.Create(0L, "a"), KeyValuePair.Create(1L, "b")], route.BrokerDatas.Single().BrokerAddrs);
    }

    [Fact]
    public void Decode_ReferenceToAnEarlierObject_IsFollowed()
    {
        var connection = ConsumerConnection.Decode("""
            {"subscriptionTable":{"%RETRY%G":{"topic":"x","tagsSet":["a"]},"T":{"$ref":"$.subscriptionTable.\\%RETRY\\%G"}},
            "connectionSet":[{"clientId":"1"},{"$ref":"$.connectionSet[0]"}],"consumeType":"CONSUME_POP"}
            """u8);
        Assert.Equal(["x", "x"], connection.SubscriptionTable.Values.Select(s => s.Topic));
        Assert.Equal(["1", "1"], connection.ConnectionSet.Select(c => c.ClientId));
        Assert.Equal(ConsumeType.Pop, connection.ConsumeType);
    }

    [Fact]
    public void Decode_UnknownEnumeration_IsNullAndLeftOutAgain()
    {
        var connection = ConsumerConnection.Decode("""{"consumeType":"CONSUME_TWICE","messageModel":"CLUSTERING"}"""u8);
        Assert.Null(connection.ConsumeType);
        Assert.Equal("""{"connectionSet":[],"messageModel":"CLUSTERING","subscriptionTable":{}}""", Encoding.UTF8.GetString(connection.Encode()));
    }

    [Fact]
    public void Decode_NullCollections_AreEmpty()
    {
        var route = TopicRouteData.Decode("""{"queueDatas":null,"brokerDatas":[null],"filterServerTable":null}"""u8);
        Assert.Empty(route.QueueDatas);
        Assert.Empty(route.BrokerDatas);
        Assert.Empty(route.FilterServerTable);
    }
}
