using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Protocol.Tests.Bodies;

/// <summary>A body as Java writes it, and the way through its type and back.</summary>
internal sealed record BodyShape(string Name, string Template, Func<byte[], byte[]> Recode)
{
    private const string Queue = """{"brokerName":"b","queueId":3,"topic":"T"}""";
    private const string Subscription = """{"classFilterMode":false,"codeSet":[2598919],"expressionType":"TAG","subString":"TagA","subVersion":1,"tagsSet":["TagA"],"topic":"T"}""";
    private const string Topic = """{"order":true,"perm":6,"readQueueNums":4,"topicFilterType":"MULTI_TAG","topicName":"T","topicSysFlag":1,"writeQueueNums":5}""";
    private const string Group = """{"brokerId":0,"consumeBroadcastEnable":false,"consumeEnable":false,"consumeFromMinEnable":false,"groupName":"G","notifyConsumerIdsChangedEnable":false,"retryMaxTimes":7,"retryQueueNums":2,"whichBrokerWhenConsumeSlowly":1}""";
    private const string Client = """{"clientAddr":"10.0.0.1:5000","clientId":"10.0.0.1@7","language":"JAVA","version":409}""";
    private const string Process = """{"cachedMsgCount":1,"cachedMsgMaxOffset":2,"cachedMsgMinOffset":3,"cachedMsgSizeInMiB":4,"commitOffset":5,"droped":true,"lastConsumeTimestamp":6,"lastLockTimestamp":7,"lastPullTimestamp":8,"locked":true,"transactionMsgCount":9,"transactionMsgMaxOffset":10,"transactionMsgMinOffset":11,"tryUnlockTimes":12}""";

    /// <summary>The text with its parts filled in.</summary>
    public string Json { get; } = Template.Replace("<Queue>", Queue, StringComparison.Ordinal).Replace("<Subscription>", Subscription, StringComparison.Ordinal)
        .Replace("<Topic>", Topic, StringComparison.Ordinal).Replace("<Group>", Group, StringComparison.Ordinal)
        .Replace("<Client>", Client, StringComparison.Ordinal).Replace("<Process>", Process, StringComparison.Ordinal);

    /// <summary>Every body type, each of its members with a value other than the default.</summary>
    public static IReadOnlyList<BodyShape> All { get; } =
    [
        new("BrokerStatsData", """{"statsDay":{"avgpt":1.5,"sum":7,"tps":0.08333333333333333},"statsHour":{"avgpt":0.0,"sum":0,"tps":1.0E-4},"statsMinute":{"avgpt":1.25,"sum":5,"tps":1.2345678E7}}""", b => BrokerStatsData.Decode(b).Encode()),
        new("CheckClientRequestBody", """{"clientId":"c","group":"G","subscriptionData":<Subscription>}""", b => CheckClientRequestBody.Decode(b).Encode()),
        new("ClusterInfo", """{"brokerAddrTable":{"broker-a":{"brokerAddrs":{0:"ip:10911",1:"ip:10921"},"brokerName":"broker-a","cluster":"C"}},"clusterAddrTable":{"C":["broker-a"]}}""", b => ClusterInfo.Decode(b).Encode()),
        new("ConsumeMessageDirectlyResult", """{"autoCommit":false,"consumeResult":"CR_LATER","order":true,"remark":"r","spentTimeMills":1}""", b => ConsumeMessageDirectlyResult.Decode(b).Encode()),
        new("ConsumeStats", """{"consumeTps":1.5,"offsetTable":{<Queue>:{"brokerOffset":5,"consumerOffset":2,"lastTimestamp":1}}}""", b => ConsumeStats.Decode(b).Encode()),
        new("ConsumeStatsList", """{"brokerAddr":"ip:1","consumeStatsList":[{"G":[{"consumeTps":0.0,"offsetTable":{<Queue>:{"brokerOffset":5,"consumerOffset":2,"lastTimestamp":1}}}]}],"totalDiff":3}""", b => ConsumeStatsList.Decode(b).Encode()),
        new("ConsumerConnection", """{"connectionSet":[<Client>],"consumeFromWhere":"CONSUME_FROM_TIMESTAMP","consumeType":"CONSUME_ACTIVELY","messageModel":"BROADCASTING","subscriptionTable":{"T":<Subscription>}}""", b => ConsumerConnection.Decode(b).Encode()),
        new("ConsumerIdList", """{"consumerIdList":["a","b"]}""", b => ConsumerIdList.Decode(b).Encode()),
        new("ConsumerOffsetTable", """{"offsetTable":{"T@G":{0:5,1:7},"%RETRY%G@G":{0:-1}}}""", b => ConsumerOffsetTable.Decode(b).Encode()),
        new("ConsumerRunningInfo", """{"jstack":"at\n\tx","mqTable":{<Queue>:<Process>},"properties":{"P":"v"},"statusTable":{"T":{"consumeFailedMsgs":1,"consumeFailedTPS":0.5,"consumeOKTPS":1.5,"consumeRT":2.5,"pullRT":3.5,"pullTPS":4.5}},"subscriptionSet":[<Subscription>]}""", b => ConsumerRunningInfo.Decode(b).Encode()),
        new("DataVersion", """{"counter":3,"timestamp":1795220130170}""", b => DataVersion.Decode(b).Encode()),
        new("DelayOffsetTable", """{"offsetTable":{2:1,18:9223372036854775807}}""", b => DelayOffsetTable.Decode(b).Encode()),
        new("GetConsumerStatusBody", """{"consumerTable":{"c":{<Queue>:5}},"messageQueueTable":{<Queue>:6}}""", b => GetConsumerStatusBody.Decode(b).Encode()),
        new("GroupList", """{"groupList":["G"]}""", b => GroupList.Decode(b).Encode()),
        new("HeartbeatData", """{"clientID":"ip@inst","consumerDataSet":[{"consumeFromWhere":"CONSUME_FROM_FIRST_OFFSET","consumeType":"CONSUME_PASSIVELY","groupName":"G","messageModel":"CLUSTERING","subscriptionDataSet":[<Subscription>],"unitMode":true}],"producerDataSet":[{"groupName":"PG"}]}""", b => HeartbeatData.Decode(b).Encode()),
        new("KvConfigTable", """{"configTable":{"ORDER_TOPIC_CONFIG":{"T":"broker-a:4;broker-b:4"}}}""", b => KvConfigTable.Decode(b).Encode()),
        new("KvTable", """{"table":{"k":"v \"quoted\" \\ é"}}""", b => KvTable.Decode(b).Encode()),
        new("LockBatchRequest", """{"clientId":"c","consumerGroup":"G","mqSet":[<Queue>]}""", b => LockBatchRequest.Decode(b).Encode()),
        new("LockBatchResponse", """{"lockOKMQSet":[<Queue>]}""", b => LockBatchResponse.Decode(b).Encode()),
        new("ProducerConnection", """{"connectionSet":[<Client>]}""", b => ProducerConnection.Decode(b).Encode()),
        new("ProducerTableInfo", """{"data":{"PG":[{"clientId":"id","language":"DOTNET","lastUpdateTimestamp":9,"remoteIP":"/127.0.0.1:5000","version":409}]}}""", b => ProducerTableInfo.Decode(b).Encode()),
        new("QueryConsumeQueueResponseBody", """{"filterData":"null","maxQueueIndex":5,"minQueueIndex":1,"queueData":[{"bitMap":"b","eval":true,"extendDataJson":"e","msg":"m","physicOffset":7,"physicSize":171,"tagsCode":2598919}],"subscriptionData":<Subscription>}""", b => QueryConsumeQueueResponseBody.Decode(b).Encode()),
        new("QueryConsumeTimeSpanBody", """{"consumeTimeSpanSet":[{"consumeTimeStamp":1,"consumeTimeStampStr":"c","delayTime":2,"maxTimeStamp":3,"maxTimeStampStr":"x","messageQueue":<Queue>,"minTimeStamp":4,"minTimeStampStr":"n"}]}""", b => QueryConsumeTimeSpanBody.Decode(b).Encode()),
        new("QueryCorrectionOffsetBody", """{"correctionOffsets":{0:1,3:9}}""", b => QueryCorrectionOffsetBody.Decode(b).Encode()),
        new("RegisterBrokerBody", """{"filterServerList":["f"],"topicConfigSerializeWrapper":{"dataVersion":{"counter":1,"timestamp":2},"topicConfigTable":{"T":<Topic>}}}""", b => RegisterBrokerBody.Decode(b).Encode()),
        new("ResetOffsetBody", """{"offsetTable":{<Queue>:5}}""", b => ResetOffsetBody.Decode(b).Encode()),
        new("ResetOffsetBody for C++", """{"offsetTable":[{"brokerName":"b","offset":5,"queueId":1,"topic":"T"}]}""", b => ResetOffsetBody.Decode(b).Encode()),
        new("SubscriptionData", Subscription, b => SubscriptionData.Decode(b).Encode()),
        new("SubscriptionGroupConfig", Group, b => SubscriptionGroupConfig.Decode(b).Encode()),
        new("SubscriptionGroupWrapper", """{"dataVersion":{"counter":1,"timestamp":2},"subscriptionGroupTable":{"G":<Group>}}""", b => SubscriptionGroupWrapper.Decode(b).Encode()),
        new("TopicConfig", Topic, b => TopicConfig.Decode(b).Encode()),
        new("TopicConfigSerializeWrapper", """{"dataVersion":{"counter":1,"timestamp":2},"topicConfigTable":{"T":<Topic>}}""", b => TopicConfigSerializeWrapper.Decode(b).Encode()),
        new("TopicList", """{"brokerAddr":"ip:1","topicList":["T","%RETRY%G"]}""", b => TopicList.Decode(b).Encode()),
        new("TopicRouteData", """{"brokerDatas":[{"brokerAddrs":{0:"ip:1",1:"ip:2"},"brokerName":"b","cluster":"C"}],"filterServerTable":{"ip:1":["f"]},"orderTopicConf":"b:4","queueDatas":[{"brokerName":"b","perm":6,"readQueueNums":4,"topicSysFlag":1,"writeQueueNums":5}]}""", b => TopicRouteData.Decode(b).Encode()),
        new("TopicStatsTable", """{"offsetTable":{<Queue>:{"lastUpdateTimestamp":1,"maxOffset":9,"minOffset":2}}}""", b => TopicStatsTable.Decode(b).Encode()),
    ];
}
