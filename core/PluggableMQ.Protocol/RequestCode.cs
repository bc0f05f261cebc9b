namespace PluggableMQ.Protocol;

/// <summary>RocketMQ's request codes (<c>RequestCode</c>), those of 5.x that a 4.9 peer may meet included.</summary>
public static class RequestCode
{
    /// <summary><c>SEND_MESSAGE</c>.</summary>
    public const int SendMessage = 10;

    /// <summary><c>PULL_MESSAGE</c>.</summary>
    public const int PullMessage = 11;

    /// <summary><c>QUERY_MESSAGE</c>.</summary>
    public const int QueryMessage = 12;

    /// <summary><c>QUERY_CONSUMER_OFFSET</c>.</summary>
    public const int QueryConsumerOffset = 14;

    /// <summary><c>UPDATE_CONSUMER_OFFSET</c>.</summary>
    public const int UpdateConsumerOffset = 15;

    /// <summary><c>UPDATE_AND_CREATE_TOPIC</c>.</summary>
    public const int UpdateAndCreateTopic = 17;

    /// <summary><c>UPDATE_AND_CREATE_TOPIC_LIST</c> (5.x).</summary>
    public const int UpdateAndCreateTopicList = 18;

    /// <summary><c>GET_ALL_TOPIC_CONFIG</c>.</summary>
    public const int GetAllTopicConfig = 21;

    /// <summary><c>UPDATE_BROKER_CONFIG</c>.</summary>
    public const int UpdateBrokerConfig = 25;

    /// <summary><c>GET_BROKER_CONFIG</c>.</summary>
    public const int GetBrokerConfig = 26;

    /// <summary><c>GET_BROKER_RUNTIME_INFO</c>.</summary>
    public const int GetBrokerRuntimeInfo = 28;

    /// <summary><c>SEARCH_OFFSET_BY_TIMESTAMP</c>.</summary>
    public const int SearchOffsetByTimestamp = 29;

    /// <summary><c>GET_MAX_OFFSET</c>.</summary>
    public const int GetMaxOffset = 30;

    /// <summary><c>GET_MIN_OFFSET</c>.</summary>
    public const int GetMinOffset = 31;

    /// <summary><c>GET_EARLIEST_MSG_STORETIME</c>.</summary>
    public const int GetEarliestMsgStoreTime = 32;

    /// <summary><c>VIEW_MESSAGE_BY_ID</c>.</summary>
    public const int ViewMessageById = 33;

    /// <summary><c>HEART_BEAT</c>.</summary>
    public const int HeartBeat = 34;

    /// <summary><c>UNREGISTER_CLIENT</c>.</summary>
    public const int UnregisterClient = 35;

    /// <summary><c>CONSUMER_SEND_MSG_BACK</c>.</summary>
    public const int ConsumerSendMsgBack = 36;

    /// <summary><c>END_TRANSACTION</c>.</summary>
    public const int EndTransaction = 37;

    /// <summary><c>GET_CONSUMER_LIST_BY_GROUP</c>.</summary>
    public const int GetConsumerListByGroup = 38;

    /// <summary><c>CHECK_TRANSACTION_STATE</c>.</summary>
    public const int CheckTransactionState = 39;

    /// <summary><c>NOTIFY_CONSUMER_IDS_CHANGED</c>.</summary>
    public const int NotifyConsumerIdsChanged = 40;

    /// <summary><c>LOCK_BATCH_MQ</c>.</summary>
    public const int LockBatchMq = 41;

    /// <summary><c>UNLOCK_BATCH_MQ</c>.</summary>
    public const int UnlockBatchMq = 42;

    /// <summary><c>GET_ALL_CONSUMER_OFFSET</c>.</summary>
    public const int GetAllConsumerOffset = 43;

    /// <summary><c>GET_ALL_DELAY_OFFSET</c>.</summary>
    public const int GetAllDelayOffset = 45;

    /// <summary><c>CHECK_CLIENT_CONFIG</c>.</summary>
    public const int CheckClientConfig = 46;

    /// <summary><c>GET_CLIENT_CONFIG</c>.</summary>
    public const int GetClientConfig = 47;

    /// <summary><c>UPDATE_AND_CREATE_ACL_CONFIG</c>.</summary>
    public const int UpdateAndCreateAclConfig = 50;

    /// <summary><c>DELETE_ACL_CONFIG</c>.</summary>
    public const int DeleteAclConfig = 51;

    /// <summary><c>GET_BROKER_CLUSTER_ACL_INFO</c>.</summary>
    public const int GetBrokerClusterAclInfo = 52;

    /// <summary><c>UPDATE_GLOBAL_WHITE_ADDRS_CONFIG</c>.</summary>
    public const int UpdateGlobalWhiteAddrsConfig = 53;

    /// <summary><c>GET_TIMER_CHECK_POINT</c> (5.x).</summary>
    public const int GetTimerCheckPoint = 60;

    /// <summary><c>GET_TIMER_METRICS</c> (5.x).</summary>
    public const int GetTimerMetrics = 61;

    /// <summary><c>PUT_KV_CONFIG</c>.</summary>
    public const int PutKvConfig = 100;

    /// <summary><c>GET_KV_CONFIG</c>.</summary>
    public const int GetKvConfig = 101;

    /// <summary><c>DELETE_KV_CONFIG</c>.</summary>
    public const int DeleteKvConfig = 102;

    /// <summary><c>REGISTER_BROKER</c> (B→N).</summary>
    public const int RegisterBroker = 103;

    /// <summary><c>UNREGISTER_BROKER</c> (B→N).</summary>
    public const int UnregisterBroker = 104;

    /// <summary><c>GET_ROUTEINFO_BY_TOPIC</c>.</summary>
    public const int GetRouteInfoByTopic = 105;

    /// <summary><c>GET_BROKER_CLUSTER_INFO</c>.</summary>
    public const int GetBrokerClusterInfo = 106;

    /// <summary><c>UPDATE_AND_CREATE_SUBSCRIPTIONGROUP</c>.</summary>
    public const int UpdateAndCreateSubscriptionGroup = 200;

    /// <summary><c>GET_ALL_SUBSCRIPTIONGROUP_CONFIG</c>.</summary>
    public const int GetAllSubscriptionGroupConfig = 201;

    /// <summary><c>GET_TOPIC_STATS_INFO</c>.</summary>
    public const int GetTopicStatsInfo = 202;

    /// <summary><c>GET_CONSUMER_CONNECTION_LIST</c>.</summary>
    public const int GetConsumerConnectionList = 203;

    /// <summary><c>GET_PRODUCER_CONNECTION_LIST</c>.</summary>
    public const int GetProducerConnectionList = 204;

    /// <summary><c>WIPE_WRITE_PERM_OF_BROKER</c>.</summary>
    public const int WipeWritePermOfBroker = 205;

    /// <summary><c>GET_ALL_TOPIC_LIST_FROM_NAMESERVER</c>.</summary>
    public const int GetAllTopicListFromNameserver = 206;

    /// <summary><c>DELETE_SUBSCRIPTIONGROUP</c>.</summary>
    public const int DeleteSubscriptionGroup = 207;

    /// <summary><c>GET_CONSUME_STATS</c>.</summary>
    public const int GetConsumeStats = 208;

    /// <summary><c>DELETE_TOPIC_IN_BROKER</c>.</summary>
    public const int DeleteTopicInBroker = 215;

    /// <summary><c>DELETE_TOPIC_IN_NAMESRV</c>.</summary>
    public const int DeleteTopicInNamesrv = 216;

    /// <summary><c>REGISTER_TOPIC_IN_NAMESRV</c>.</summary>
    public const int RegisterTopicInNamesrv = 217;

    /// <summary><c>GET_KVLIST_BY_NAMESPACE</c>.</summary>
    public const int GetKvListByNamespace = 219;

    /// <summary><c>RESET_CONSUMER_CLIENT_OFFSET</c>.</summary>
    public const int ResetConsumerClientOffset = 220;

    /// <summary><c>GET_CONSUMER_STATUS_FROM_CLIENT</c>.</summary>
    public const int GetConsumerStatusFromClient = 221;

    /// <summary><c>INVOKE_BROKER_TO_RESET_OFFSET</c>.</summary>
    public const int InvokeBrokerToResetOffset = 222;

    /// <summary><c>INVOKE_BROKER_TO_GET_CONSUMER_STATUS</c>.</summary>
    public const int InvokeBrokerToGetConsumerStatus = 223;

    /// <summary><c>GET_TOPICS_BY_CLUSTER</c>.</summary>
    public const int GetTopicsByCluster = 224;

    /// <summary><c>QUERY_TOPIC_CONSUME_BY_WHO</c>.</summary>
    public const int QueryTopicConsumeByWho = 300;

    /// <summary><c>QUERY_CONSUME_TIME_SPAN</c>.</summary>
    public const int QueryConsumeTimeSpan = 303;

    /// <summary><c>GET_SYSTEM_TOPIC_LIST_FROM_NS</c>.</summary>
    public const int GetSystemTopicListFromNs = 304;

    /// <summary><c>GET_SYSTEM_TOPIC_LIST_FROM_BROKER</c>.</summary>
    public const int GetSystemTopicListFromBroker = 305;

    /// <summary><c>CLEAN_EXPIRED_CONSUMEQUEUE</c>.</summary>
    public const int CleanExpiredConsumeQueue = 306;

    /// <summary><c>GET_CONSUMER_RUNNING_INFO</c>.</summary>
    public const int GetConsumerRunningInfo = 307;

    /// <summary><c>QUERY_CORRECTION_OFFSET</c>.</summary>
    public const int QueryCorrectionOffset = 308;

    /// <summary><c>CONSUME_MESSAGE_DIRECTLY</c>.</summary>
    public const int ConsumeMessageDirectly = 309;

    /// <summary><c>SEND_MESSAGE_V2</c>.</summary>
    public const int SendMessageV2 = 310;

    /// <summary><c>GET_UNIT_TOPIC_LIST</c>.</summary>
    public const int GetUnitTopicList = 311;

    /// <summary><c>GET_HAS_UNIT_SUB_TOPIC_LIST</c>.</summary>
    public const int GetHasUnitSubTopicList = 312;

    /// <summary><c>GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST</c>.</summary>
    public const int GetHasUnitSubUnunitTopicList = 313;

    /// <summary><c>CLONE_GROUP_OFFSET</c>.</summary>
    public const int CloneGroupOffset = 314;

    /// <summary><c>VIEW_BROKER_STATS_DATA</c>.</summary>
    public const int ViewBrokerStatsData = 315;

    /// <summary><c>CLEAN_UNUSED_TOPIC</c>.</summary>
    public const int CleanUnusedTopic = 316;

    /// <summary><c>GET_BROKER_CONSUME_STATS</c>.</summary>
    public const int GetBrokerConsumeStats = 317;

    /// <summary><c>UPDATE_NAMESRV_CONFIG</c>.</summary>
    public const int UpdateNamesrvConfig = 318;

    /// <summary><c>GET_NAMESRV_CONFIG</c>.</summary>
    public const int GetNamesrvConfig = 319;

    /// <summary><c>SEND_BATCH_MESSAGE</c>.</summary>
    public const int SendBatchMessage = 320;

    /// <summary><c>QUERY_CONSUME_QUEUE</c>.</summary>
    public const int QueryConsumeQueue = 321;

    /// <summary><c>QUERY_DATA_VERSION</c> (B→N).</summary>
    public const int QueryDataVersion = 322;

    /// <summary><c>RESUME_CHECK_HALF_MESSAGE</c>.</summary>
    public const int ResumeCheckHalfMessage = 323;

    /// <summary><c>SEND_REPLY_MESSAGE</c>.</summary>
    public const int SendReplyMessage = 324;

    /// <summary><c>SEND_REPLY_MESSAGE_V2</c>.</summary>
    public const int SendReplyMessageV2 = 325;

    /// <summary><c>PUSH_REPLY_MESSAGE_TO_CLIENT</c>.</summary>
    public const int PushReplyMessageToClient = 326;

    /// <summary><c>ADD_WRITE_PERM_OF_BROKER</c>.</summary>
    public const int AddWritePermOfBroker = 327;

    /// <summary><c>GET_ALL_PRODUCER_INFO</c>.</summary>
    public const int GetAllProducerInfo = 328;

    /// <summary><c>DELETE_EXPIRED_COMMITLOG</c>.</summary>
    public const int DeleteExpiredCommitLog = 329;

    /// <summary><c>LITE_PULL_MESSAGE</c> (**5.x** client, lite pull flag set).</summary>
    public const int LitePullMessage = 361;

    /// <summary><c>RECALL_MESSAGE</c>.</summary>
    public const int RecallMessage = 370;

    /// <summary><c>QUERY_ASSIGNMENT</c>.</summary>
    public const int QueryAssignment = 400;

    /// <summary><c>SET_MESSAGE_REQUEST_MODE</c> (5.x).</summary>
    public const int SetMessageRequestMode = 401;

    /// <summary><c>GET_ALL_MESSAGE_REQUEST_MODE</c> (5.x).</summary>
    public const int GetAllMessageRequestMode = 402;

    /// <summary><c>UPDATE_AND_CREATE_STATIC_TOPIC</c>.</summary>
    public const int UpdateAndCreateStaticTopic = 513;

    /// <summary><c>POP_MESSAGE</c>.</summary>
    public const int PopMessage = 200050;

    /// <summary><c>ACK_MESSAGE</c>.</summary>
    public const int AckMessage = 200051;

    /// <summary><c>PEEK_MESSAGE</c>.</summary>
    public const int PeekMessage = 200052;

    /// <summary><c>CHANGE_MESSAGE_INVISIBLETIME</c>.</summary>
    public const int ChangeMessageInvisibleTime = 200053;

    /// <summary><c>NOTIFICATION</c>.</summary>
    public const int Notification = 200054;

    /// <summary><c>POLLING_INFO</c>.</summary>
    public const int PollingInfo = 200055;

    /// <summary><c>POP_ROLLBACK</c> (5.x).</summary>
    public const int PopRollback = 200056;

    /// <summary><c>BATCH_ACK_MESSAGE</c>.</summary>
    public const int BatchAckMessage = 200151;

    /// <summary>RocketMQ's name of a code, for logs and tables.</summary>
    /// <param name="code">The code.</param>
    /// <returns>The name, or the number when the code is unknown.</returns>
    public static string GetName(int code) => code switch
    {
        SendMessage => "SEND_MESSAGE",
        PullMessage => "PULL_MESSAGE",
        QueryMessage => "QUERY_MESSAGE",
        QueryConsumerOffset => "QUERY_CONSUMER_OFFSET",
        UpdateConsumerOffset => "UPDATE_CONSUMER_OFFSET",
        UpdateAndCreateTopic => "UPDATE_AND_CREATE_TOPIC",
        UpdateAndCreateTopicList => "UPDATE_AND_CREATE_TOPIC_LIST",
        GetAllTopicConfig => "GET_ALL_TOPIC_CONFIG",
        UpdateBrokerConfig => "UPDATE_BROKER_CONFIG",
        GetBrokerConfig => "GET_BROKER_CONFIG",
        GetBrokerRuntimeInfo => "GET_BROKER_RUNTIME_INFO",
        SearchOffsetByTimestamp => "SEARCH_OFFSET_BY_TIMESTAMP",
        GetMaxOffset => "GET_MAX_OFFSET",
        GetMinOffset => "GET_MIN_OFFSET",
        GetEarliestMsgStoreTime => "GET_EARLIEST_MSG_STORETIME",
        ViewMessageById => "VIEW_MESSAGE_BY_ID",
        HeartBeat => "HEART_BEAT",
        UnregisterClient => "UNREGISTER_CLIENT",
        ConsumerSendMsgBack => "CONSUMER_SEND_MSG_BACK",
        EndTransaction => "END_TRANSACTION",
        GetConsumerListByGroup => "GET_CONSUMER_LIST_BY_GROUP",
        CheckTransactionState => "CHECK_TRANSACTION_STATE",
        NotifyConsumerIdsChanged => "NOTIFY_CONSUMER_IDS_CHANGED",
        LockBatchMq => "LOCK_BATCH_MQ",
        UnlockBatchMq => "UNLOCK_BATCH_MQ",
        GetAllConsumerOffset => "GET_ALL_CONSUMER_OFFSET",
        GetAllDelayOffset => "GET_ALL_DELAY_OFFSET",
        CheckClientConfig => "CHECK_CLIENT_CONFIG",
        GetClientConfig => "GET_CLIENT_CONFIG",
        UpdateAndCreateAclConfig => "UPDATE_AND_CREATE_ACL_CONFIG",
        DeleteAclConfig => "DELETE_ACL_CONFIG",
        GetBrokerClusterAclInfo => "GET_BROKER_CLUSTER_ACL_INFO",
        UpdateGlobalWhiteAddrsConfig => "UPDATE_GLOBAL_WHITE_ADDRS_CONFIG",
        GetTimerCheckPoint => "GET_TIMER_CHECK_POINT",
        GetTimerMetrics => "GET_TIMER_METRICS",
        PutKvConfig => "PUT_KV_CONFIG",
        GetKvConfig => "GET_KV_CONFIG",
        DeleteKvConfig => "DELETE_KV_CONFIG",
        RegisterBroker => "REGISTER_BROKER",
        UnregisterBroker => "UNREGISTER_BROKER",
        GetRouteInfoByTopic => "GET_ROUTEINFO_BY_TOPIC",
        GetBrokerClusterInfo => "GET_BROKER_CLUSTER_INFO",
        UpdateAndCreateSubscriptionGroup => "UPDATE_AND_CREATE_SUBSCRIPTIONGROUP",
        GetAllSubscriptionGroupConfig => "GET_ALL_SUBSCRIPTIONGROUP_CONFIG",
        GetTopicStatsInfo => "GET_TOPIC_STATS_INFO",
        GetConsumerConnectionList => "GET_CONSUMER_CONNECTION_LIST",
        GetProducerConnectionList => "GET_PRODUCER_CONNECTION_LIST",
        WipeWritePermOfBroker => "WIPE_WRITE_PERM_OF_BROKER",
        GetAllTopicListFromNameserver => "GET_ALL_TOPIC_LIST_FROM_NAMESERVER",
        DeleteSubscriptionGroup => "DELETE_SUBSCRIPTIONGROUP",
        GetConsumeStats => "GET_CONSUME_STATS",
        DeleteTopicInBroker => "DELETE_TOPIC_IN_BROKER",
        DeleteTopicInNamesrv => "DELETE_TOPIC_IN_NAMESRV",
        RegisterTopicInNamesrv => "REGISTER_TOPIC_IN_NAMESRV",
        GetKvListByNamespace => "GET_KVLIST_BY_NAMESPACE",
        ResetConsumerClientOffset => "RESET_CONSUMER_CLIENT_OFFSET",
        GetConsumerStatusFromClient => "GET_CONSUMER_STATUS_FROM_CLIENT",
        InvokeBrokerToResetOffset => "INVOKE_BROKER_TO_RESET_OFFSET",
        InvokeBrokerToGetConsumerStatus => "INVOKE_BROKER_TO_GET_CONSUMER_STATUS",
        GetTopicsByCluster => "GET_TOPICS_BY_CLUSTER",
        QueryTopicConsumeByWho => "QUERY_TOPIC_CONSUME_BY_WHO",
        QueryConsumeTimeSpan => "QUERY_CONSUME_TIME_SPAN",
        GetSystemTopicListFromNs => "GET_SYSTEM_TOPIC_LIST_FROM_NS",
        GetSystemTopicListFromBroker => "GET_SYSTEM_TOPIC_LIST_FROM_BROKER",
        CleanExpiredConsumeQueue => "CLEAN_EXPIRED_CONSUMEQUEUE",
        GetConsumerRunningInfo => "GET_CONSUMER_RUNNING_INFO",
        QueryCorrectionOffset => "QUERY_CORRECTION_OFFSET",
        ConsumeMessageDirectly => "CONSUME_MESSAGE_DIRECTLY",
        SendMessageV2 => "SEND_MESSAGE_V2",
        GetUnitTopicList => "GET_UNIT_TOPIC_LIST",
        GetHasUnitSubTopicList => "GET_HAS_UNIT_SUB_TOPIC_LIST",
        GetHasUnitSubUnunitTopicList => "GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST",
        CloneGroupOffset => "CLONE_GROUP_OFFSET",
        ViewBrokerStatsData => "VIEW_BROKER_STATS_DATA",
        CleanUnusedTopic => "CLEAN_UNUSED_TOPIC",
        GetBrokerConsumeStats => "GET_BROKER_CONSUME_STATS",
        UpdateNamesrvConfig => "UPDATE_NAMESRV_CONFIG",
        GetNamesrvConfig => "GET_NAMESRV_CONFIG",
        SendBatchMessage => "SEND_BATCH_MESSAGE",
        QueryConsumeQueue => "QUERY_CONSUME_QUEUE",
        QueryDataVersion => "QUERY_DATA_VERSION",
        ResumeCheckHalfMessage => "RESUME_CHECK_HALF_MESSAGE",
        SendReplyMessage => "SEND_REPLY_MESSAGE",
        SendReplyMessageV2 => "SEND_REPLY_MESSAGE_V2",
        PushReplyMessageToClient => "PUSH_REPLY_MESSAGE_TO_CLIENT",
        AddWritePermOfBroker => "ADD_WRITE_PERM_OF_BROKER",
        GetAllProducerInfo => "GET_ALL_PRODUCER_INFO",
        DeleteExpiredCommitLog => "DELETE_EXPIRED_COMMITLOG",
        LitePullMessage => "LITE_PULL_MESSAGE",
        RecallMessage => "RECALL_MESSAGE",
        QueryAssignment => "QUERY_ASSIGNMENT",
        SetMessageRequestMode => "SET_MESSAGE_REQUEST_MODE",
        GetAllMessageRequestMode => "GET_ALL_MESSAGE_REQUEST_MODE",
        UpdateAndCreateStaticTopic => "UPDATE_AND_CREATE_STATIC_TOPIC",
        PopMessage => "POP_MESSAGE",
        AckMessage => "ACK_MESSAGE",
        PeekMessage => "PEEK_MESSAGE",
        ChangeMessageInvisibleTime => "CHANGE_MESSAGE_INVISIBLETIME",
        Notification => "NOTIFICATION",
        PollingInfo => "POLLING_INFO",
        PopRollback => "POP_ROLLBACK",
        BatchAckMessage => "BATCH_ACK_MESSAGE",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
