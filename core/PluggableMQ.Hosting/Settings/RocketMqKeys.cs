namespace PluggableMQ.Hosting.Settings;

/// <summary>The keys that a configuration file of RocketMQ 4.9 may hold. Those without effect here are accepted and logged.</summary>
internal static class RocketMqKeys
{
    /// <summary>Keys of a broker's file: BrokerConfig, MessageStoreConfig, NettyServerConfig and NettyClientConfig.</summary>
    public static readonly IReadOnlySet<string> Broker = Split($"""
        namesrvAddr brokerIP1 brokerIP2 brokerName brokerClusterName brokerId brokerPermission defaultTopicQueueNums autoCreateTopicEnable
        clusterTopicEnable brokerTopicEnable autoCreateSubscriptionGroup messageStorePlugIn msgTraceTopicName traceTopicEnable rocketmqHome
        sendMessageThreadPoolNums putMessageFutureThreadPoolNums pullMessageThreadPoolNums processReplyMessageThreadPoolNums
        queryMessageThreadPoolNums adminBrokerThreadPoolNums clientManageThreadPoolNums consumerManageThreadPoolNums heartbeatThreadPoolNums
        endTransactionThreadPoolNums flushConsumerOffsetInterval flushConsumerOffsetHistoryInterval rejectTransactionMessage
        fetchNamesrvAddrByAddressServer sendThreadPoolQueueCapacity putThreadPoolQueueCapacity pullThreadPoolQueueCapacity
        replyThreadPoolQueueCapacity queryThreadPoolQueueCapacity clientManagerThreadPoolQueueCapacity consumerManagerThreadPoolQueueCapacity
        heartbeatThreadPoolQueueCapacity endTransactionPoolQueueCapacity filterServerNums longPollingEnable shortPollingTimeMills
        notifyConsumerIdsChangedEnable highSpeedMode commercialEnable commercialTimerCount commercialTransCount commercialBigCount
        commercialBaseCount transferMsgByHeap maxDelayTime regionId registerBrokerTimeoutMills slaveReadEnable
        disableConsumeIfConsumerReadSlowly consumerFallbehindThreshold brokerFastFailureEnable waitTimeMillsInSendQueue
        waitTimeMillsInPullQueue waitTimeMillsInHeartbeatQueue waitTimeMillsInTransactionQueue startAcceptSendRequestTimeStamp traceOn
        enableCalcFilterBitMap expectConsumerNumUseFilter maxErrorRateOfBloomFilter filterDataCleanTimeSpan filterSupportRetry
        enablePropertyFilter compressedRegister forceRegister registerNameServerPeriod transactionTimeOut transactionCheckMax
        transactionCheckInterval aclEnable storeReplyMessageEnable enableDetailStat autoDeleteUnusedStats isolateLogEnable configBlackList
        brokerConfigPath
        storePathRootDir storePathCommitLog storePathDLedgerCommitLog storePathConsumeQueue storePathIndex storeCheckpoint abortFile
        readOnlyCommitLogStorePaths mappedFileSizeCommitLog mappedFileSizeConsumeQueue enableConsumeQueueExt mappedFileSizeConsumeQueueExt
        bitMapLengthConsumeQueueExt flushIntervalCommitLog commitIntervalCommitLog useReentrantLockWhenPutMessage flushCommitLogTimed
        flushIntervalConsumeQueue cleanResourceInterval deleteCommitLogFilesInterval deleteConsumeQueueFilesInterval
        destroyMapedFileIntervalForcibly redeleteHangedFileInterval deleteWhen diskMaxUsedSpaceRatio fileReservedTime
        putMsgIndexHightWater maxMessageSize checkCRCOnRecover flushCommitLogLeastPages commitCommitLogLeastPages
        flushLeastPagesWhenWarmMapedFile flushConsumeQueueLeastPages flushCommitLogThoroughInterval commitCommitLogThoroughInterval
        flushConsumeQueueThoroughInterval maxTransferBytesOnMessageInMemory maxTransferCountOnMessageInMemory
        maxTransferBytesOnMessageInDisk maxTransferCountOnMessageInDisk accessMessageInMemoryMaxRatio messageIndexEnable maxHashSlotNum
        maxIndexNum maxMsgsNumBatch messageIndexSafe haListenPort haSendHeartbeatInterval haHousekeepingInterval haTransferBatchSize
        haMasterAddress haSlaveFallbehindMax brokerRole flushDiskType syncFlushTimeout putMessageTimeout slaveTimeout messageDelayLevel
        flushDelayOffsetInterval cleanFileForciblyEnable warmMapedFileEnable offsetCheckInSlave debugLockEnable duplicationEnable
        diskFallRecorded osPageCacheBusyTimeOutMills defaultQueryMaxNum transientStorePoolEnable transientStorePoolSize
        fastFailIfNoBufferInStorePool enableDLegerCommitLog dLegerGroup dLegerPeers dLegerSelfId preferredLeaderId isEnableBatchPush
        enableScheduleMessageStats enableLmq enableMultiDispatch maxLmqConsumeQueueNum enableScheduleAsyncDeliver
        scheduleAsyncDeliverMaxPendingLimit scheduleAsyncDeliverMaxResendNum2Blocked
        {Server} {NettyClient}
        """);

    /// <summary>Keys of a NameServer's file: NamesrvConfig and NettyServerConfig.</summary>
    public static readonly IReadOnlySet<string> NameServer = Split($"""
        rocketmqHome kvConfigPath configStorePath productEnvName clusterTest orderMessageEnable configBlackList {Server}
        """);

    /// <summary>Keys of a client: ClientConfig, DefaultMQProducer and NettyClientConfig.</summary>
    public static readonly IReadOnlySet<string> Client = Split($"""
        namesrvAddr clientIP instanceName unitName unitMode namespace pollNameServerInterval heartbeatBrokerInterval mqClientApiTimeout
        persistConsumerOffsetInterval pullTimeDelayMillsWhenException vipChannelEnabled useTLS language clientCallbackExecutorThreads
        producerGroup createTopicKey defaultTopicQueueNums sendMsgTimeout compressMsgBodyOverHowmuch retryTimesWhenSendFailed
        retryTimesWhenSendAsyncFailed retryAnotherBrokerWhenNotStoreOK maxMessageSize sendLatencyFaultEnable sendMessageWithVIPChannel {NettyClient}
        """);

    private const string Server = """
        listenPort bindAddress serverWorkerThreads serverCallbackExecutorThreads serverSelectorThreads serverOnewaySemaphoreValue
        serverAsyncSemaphoreValue serverChannelMaxIdleTimeSeconds serverSocketSndBufSize serverSocketRcvBufSize serverSocketBacklog
        serverPooledByteBufAllocatorEnable useEpollNativeSelector writeBufferHighWaterMark writeBufferLowWaterMark
        """;

    private const string NettyClient = """
        clientWorkerThreads clientCallbackExecutorThreads clientOnewaySemaphoreValue clientAsyncSemaphoreValue connectTimeoutMillis
        channelNotActiveInterval clientChannelMaxIdleTimeSeconds clientSocketSndBufSize clientSocketRcvBufSize
        clientPooledByteBufAllocatorEnable clientCloseSocketIfTimeout useTLS
        """;

    private static HashSet<string> Split(string keys) => [.. keys.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
