namespace PluggableMQ.Protocol;

/// <summary>RocketMQ's response codes (<c>ResponseCode</c>, <c>RemotingSysResponseCode</c>).</summary>
public static class ResponseCode
{
    /// <summary><c>SUCCESS</c>.</summary>
    public const int Success = 0;

    /// <summary><c>SYSTEM_ERROR</c>.</summary>
    public const int SystemError = 1;

    /// <summary><c>SYSTEM_BUSY</c>.</summary>
    public const int SystemBusy = 2;

    /// <summary><c>REQUEST_CODE_NOT_SUPPORTED</c>.</summary>
    public const int RequestCodeNotSupported = 3;

    /// <summary><c>TRANSACTION_FAILED</c>.</summary>
    public const int TransactionFailed = 4;

    /// <summary><c>FLUSH_DISK_TIMEOUT</c>.</summary>
    public const int FlushDiskTimeout = 10;

    /// <summary><c>SLAVE_NOT_AVAILABLE</c>.</summary>
    public const int SlaveNotAvailable = 11;

    /// <summary><c>FLUSH_SLAVE_TIMEOUT</c>.</summary>
    public const int FlushSlaveTimeout = 12;

    /// <summary><c>MESSAGE_ILLEGAL</c>.</summary>
    public const int MessageIllegal = 13;

    /// <summary><c>SERVICE_NOT_AVAILABLE</c>.</summary>
    public const int ServiceNotAvailable = 14;

    /// <summary><c>VERSION_NOT_SUPPORTED</c>.</summary>
    public const int VersionNotSupported = 15;

    /// <summary><c>NO_PERMISSION</c>.</summary>
    public const int NoPermission = 16;

    /// <summary><c>TOPIC_NOT_EXIST</c>.</summary>
    public const int TopicNotExist = 17;

    /// <summary><c>TOPIC_EXIST_ALREADY</c>.</summary>
    public const int TopicExistAlready = 18;

    /// <summary><c>PULL_NOT_FOUND</c>.</summary>
    public const int PullNotFound = 19;

    /// <summary><c>PULL_RETRY_IMMEDIATELY</c>.</summary>
    public const int PullRetryImmediately = 20;

    /// <summary><c>PULL_OFFSET_MOVED</c>.</summary>
    public const int PullOffsetMoved = 21;

    /// <summary><c>QUERY_NOT_FOUND</c>.</summary>
    public const int QueryNotFound = 22;

    /// <summary><c>SUBSCRIPTION_PARSE_FAILED</c>.</summary>
    public const int SubscriptionParseFailed = 23;

    /// <summary><c>SUBSCRIPTION_NOT_EXIST</c>.</summary>
    public const int SubscriptionNotExist = 24;

    /// <summary><c>SUBSCRIPTION_NOT_LATEST</c>.</summary>
    public const int SubscriptionNotLatest = 25;

    /// <summary><c>SUBSCRIPTION_GROUP_NOT_EXIST</c>.</summary>
    public const int SubscriptionGroupNotExist = 26;

    /// <summary><c>FILTER_DATA_NOT_EXIST</c>.</summary>
    public const int FilterDataNotExist = 27;

    /// <summary><c>FILTER_DATA_NOT_LATEST</c>.</summary>
    public const int FilterDataNotLatest = 28;

    /// <summary><c>INVALID_PARAMETER</c> (5.x).</summary>
    public const int InvalidParameter = 29;

    /// <summary><c>TRANSACTION_SHOULD_COMMIT</c>.</summary>
    public const int TransactionShouldCommit = 200;

    /// <summary><c>TRANSACTION_SHOULD_ROLLBACK</c>.</summary>
    public const int TransactionShouldRollback = 201;

    /// <summary><c>TRANSACTION_STATE_UNKNOW</c>.</summary>
    public const int TransactionStateUnknow = 202;

    /// <summary><c>TRANSACTION_STATE_GROUP_WRONG</c>.</summary>
    public const int TransactionStateGroupWrong = 203;

    /// <summary><c>NO_BUYER_ID</c>.</summary>
    public const int NoBuyerId = 204;

    /// <summary><c>NOT_IN_CURRENT_UNIT</c>.</summary>
    public const int NotInCurrentUnit = 205;

    /// <summary><c>CONSUMER_NOT_ONLINE</c>.</summary>
    public const int ConsumerNotOnline = 206;

    /// <summary><c>CONSUME_MSG_TIMEOUT</c>.</summary>
    public const int ConsumeMsgTimeout = 207;

    /// <summary><c>NO_MESSAGE</c>.</summary>
    public const int NoMessage = 208;

    /// <summary><c>UPDATE_AND_CREATE_ACL_CONFIG_FAILED</c> (4.9; 5.x uses it for POLLING_FULL).</summary>
    public const int UpdateAndCreateAclConfigFailed = 209;

    /// <summary><c>DELETE_ACL_CONFIG_FAILED</c> (4.9; 5.x uses it for POLLING_TIMEOUT).</summary>
    public const int DeleteAclConfigFailed = 210;

    /// <summary><c>UPDATE_GLOBAL_WHITE_ADDRS_CONFIG_FAILED</c> (4.9; 5.x uses it for BROKER_NOT_EXIST).</summary>
    public const int UpdateGlobalWhiteAddrsConfigFailed = 211;

    /// <summary><c>BROKER_DISPATCH_NOT_COMPLETE</c> (5.x).</summary>
    public const int BrokerDispatchNotComplete = 212;

    /// <summary><c>BROADCAST_CONSUMPTION</c> (5.x).</summary>
    public const int BroadcastConsumption = 213;

    /// <summary><c>FLOW_CONTROL</c>.</summary>
    public const int FlowControl = 215;

    /// <summary><c>NOT_LEADER_FOR_QUEUE</c> (5.x).</summary>
    public const int NotLeaderForQueue = 501;

    /// <summary><c>ILLEGAL_OPERATION</c> (5.x).</summary>
    public const int IllegalOperation = 604;

    /// <summary><c>GO_AWAY</c> (5.x).</summary>
    public const int GoAway = 1500;

    /// <summary><c>USER_NOT_EXIST</c> (5.x).</summary>
    public const int UserNotExist = 3001;

    /// <summary><c>POLICY_NOT_EXIST</c> (5.x).</summary>
    public const int PolicyNotExist = 3002;

    /// <summary><c>CONNECT_BROKER_EXCEPTION</c> (client-local, never on the wire).</summary>
    public const int ConnectBrokerException = 10001;

    /// <summary><c>ACCESS_BROKER_TIMEOUT</c> (client-local, never on the wire).</summary>
    public const int AccessBrokerTimeout = 10002;

    /// <summary><c>BROKER_NOT_EXIST_EXCEPTION</c> (client-local, never on the wire).</summary>
    public const int BrokerNotExistException = 10003;

    /// <summary><c>NO_NAME_SERVER_EXCEPTION</c> (client-local, never on the wire).</summary>
    public const int NoNameServerException = 10004;

    /// <summary><c>NOT_FOUND_TOPIC_EXCEPTION</c> (client-local, never on the wire).</summary>
    public const int NotFoundTopicException = 10005;

    /// <summary><c>REQUEST_TIMEOUT_EXCEPTION</c> (client-local, never on the wire).</summary>
    public const int RequestTimeoutException = 10006;

    /// <summary><c>CREATE_REPLY_MESSAGE_EXCEPTION</c> (client-local, never on the wire).</summary>
    public const int CreateReplyMessageException = 10007;

    /// <summary>RocketMQ's name of a code, for logs and tables.</summary>
    /// <param name="code">The code.</param>
    /// <returns>The name, or the number when the code is unknown.</returns>
    public static string GetName(int code) => code switch
    {
        Success => "SUCCESS",
        SystemError => "SYSTEM_ERROR",
        SystemBusy => "SYSTEM_BUSY",
        RequestCodeNotSupported => "REQUEST_CODE_NOT_SUPPORTED",
        TransactionFailed => "TRANSACTION_FAILED",
        FlushDiskTimeout => "FLUSH_DISK_TIMEOUT",
        SlaveNotAvailable => "SLAVE_NOT_AVAILABLE",
        FlushSlaveTimeout => "FLUSH_SLAVE_TIMEOUT",
        MessageIllegal => "MESSAGE_ILLEGAL",
        ServiceNotAvailable => "SERVICE_NOT_AVAILABLE",
        VersionNotSupported => "VERSION_NOT_SUPPORTED",
        NoPermission => "NO_PERMISSION",
        TopicNotExist => "TOPIC_NOT_EXIST",
        TopicExistAlready => "TOPIC_EXIST_ALREADY",
        PullNotFound => "PULL_NOT_FOUND",
        PullRetryImmediately => "PULL_RETRY_IMMEDIATELY",
        PullOffsetMoved => "PULL_OFFSET_MOVED",
        QueryNotFound => "QUERY_NOT_FOUND",
        SubscriptionParseFailed => "SUBSCRIPTION_PARSE_FAILED",
        SubscriptionNotExist => "SUBSCRIPTION_NOT_EXIST",
        SubscriptionNotLatest => "SUBSCRIPTION_NOT_LATEST",
        SubscriptionGroupNotExist => "SUBSCRIPTION_GROUP_NOT_EXIST",
        FilterDataNotExist => "FILTER_DATA_NOT_EXIST",
        FilterDataNotLatest => "FILTER_DATA_NOT_LATEST",
        InvalidParameter => "INVALID_PARAMETER",
        TransactionShouldCommit => "TRANSACTION_SHOULD_COMMIT",
        TransactionShouldRollback => "TRANSACTION_SHOULD_ROLLBACK",
        TransactionStateUnknow => "TRANSACTION_STATE_UNKNOW",
        TransactionStateGroupWrong => "TRANSACTION_STATE_GROUP_WRONG",
        NoBuyerId => "NO_BUYER_ID",
        NotInCurrentUnit => "NOT_IN_CURRENT_UNIT",
        ConsumerNotOnline => "CONSUMER_NOT_ONLINE",
        ConsumeMsgTimeout => "CONSUME_MSG_TIMEOUT",
        NoMessage => "NO_MESSAGE",
        UpdateAndCreateAclConfigFailed => "UPDATE_AND_CREATE_ACL_CONFIG_FAILED",
        DeleteAclConfigFailed => "DELETE_ACL_CONFIG_FAILED",
        UpdateGlobalWhiteAddrsConfigFailed => "UPDATE_GLOBAL_WHITE_ADDRS_CONFIG_FAILED",
        BrokerDispatchNotComplete => "BROKER_DISPATCH_NOT_COMPLETE",
        BroadcastConsumption => "BROADCAST_CONSUMPTION",
        FlowControl => "FLOW_CONTROL",
        NotLeaderForQueue => "NOT_LEADER_FOR_QUEUE",
        IllegalOperation => "ILLEGAL_OPERATION",
        GoAway => "GO_AWAY",
        UserNotExist => "USER_NOT_EXIST",
        PolicyNotExist => "POLICY_NOT_EXIST",
        ConnectBrokerException => "CONNECT_BROKER_EXCEPTION",
        AccessBrokerTimeout => "ACCESS_BROKER_TIMEOUT",
        BrokerNotExistException => "BROKER_NOT_EXIST_EXCEPTION",
        NoNameServerException => "NO_NAME_SERVER_EXCEPTION",
        NotFoundTopicException => "NOT_FOUND_TOPIC_EXCEPTION",
        RequestTimeoutException => "REQUEST_TIMEOUT_EXCEPTION",
        CreateReplyMessageException => "CREATE_REPLY_MESSAGE_EXCEPTION",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
