using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Admin;
using PluggableMQ.Broker.Clients;
using PluggableMQ.Broker.Delay;
using PluggableMQ.Broker.Groups;
using PluggableMQ.Broker.Offsets;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Persistence;
using PluggableMQ.Broker.Pulling;
using PluggableMQ.Broker.Querying;
using PluggableMQ.Broker.Registration;
using PluggableMQ.Broker.Retry;
using PluggableMQ.Broker.Scheduling;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Broker.Transactions;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker;

/// <summary>The composition: makes each service once and hands it what it needs. Nothing else happens here.</summary>
internal sealed class BrokerServices : IAsyncDisposable
{
    private readonly BrokerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly RemotingClient _client;
    private readonly BrokerMetrics _metrics;
    private PeriodicTask? _offsetFlush;

    public BrokerServices(
        BrokerOptions options,
        Func<MessageStoreContext, IMessageStore> createStore,
        TransportTable transports,
        RpcHookPipeline hooks,
        ITopAddressing? addressing,
        ILoggerFactory loggers,
        TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _loggers = loggers;
        _logger = Logger<BrokerController>();
        Identity = new BrokerIdentity(options);
        var files = new BrokerFiles(options);
        var levels = DelayLevels.Parse(options.MessageDelayLevel);
        Statistics = new BrokerStatistics();
        Topics = new TopicConfigService(options, new SystemTopics(options, levels.Max), files, clock, Logger<TopicConfigService>());
        Groups = new SubscriptionGroupService(options, files, clock, Logger<SubscriptionGroupService>());
        Offsets = new ConsumerOffsetService(files, Logger<ConsumerOffsetService>());

        Holds = new PullHoldService(options.PullThreadPoolQueueCapacity, clock, Logger<PullHoldService>());
        Store = createStore(new MessageStoreContext
        {
            RootDirectory = options.StorePathRootDir,
            DelayLevels = levels.All,
            MaxMessageSize = options.MaxMessageSize,
            ArrivalListener = Holds,
            Clock = clock,
            LoggerFactory = loggers,
            OnFatal = OnFatal,
        });

        var notifier = new ClientNotifier(Logger<ClientNotifier>());
        Consumers = new ConsumerRegistry(new ConsumerChangeNotifier(options, Groups, notifier), Logger<ConsumerRegistry>());
        Producers = new ProducerRegistry();
        var locks = new RebalanceLocks(clock);
        Housekeeping = new ClientHousekeeping(Consumers, Producers, locks, clock, Logger<ClientHousekeeping>());

        _client = new RemotingClient(new RemotingClientOptions { Name = "broker-client" }, transports, hooks, loggers, clock);
        var nameServers = new NameServerDirectory(options, addressing, _client, clock, Logger<NameServerDirectory>());
        Registration = new BrokerRegistration(
            options, new RegistrationRequests(options, Identity), nameServers, Topics, clock, Logger<BrokerRegistration>());
        Topics.Created = _ => Registration.Announce();

        var writer = new MessageWriter(Store, levels);
        var deadLetters = new DeadLetterRouting(Groups, Topics);
        var answer = new SendAnswer(options, Store);
        var single = new SingleSender(options, Identity, writer, deadLetters, new HalfMessageWriter(writer), answer, Statistics);
        var batch = new BatchSender(options, Identity, Store, deadLetters, answer, Statistics);
        var delayOffsets = new DelayOffsets(files, Logger<DelayOffsets>());
        Delay = new DelayService(options, levels, Store, delayOffsets, clock, Logger<DelayService>());
        Sampler = new StatisticsSampler(Statistics, Topics, clock, Logger<StatisticsSampler>());
        var classes = new RequestClasses(options);
        var consumeStats = new ConsumeStatsReader(Identity, Topics, Consumers, Offsets, Statistics, Store);
        var configFile = new BrokerConfigFile(options, Logger<BrokerConfigFile>());
        var checkRequests = new TransactionCheckRequests(Identity, Producers, notifier, Logger<TransactionCheckRequests>());
        Transactions = new TransactionCheckService(
            options, Store, new HalfMessageRenewal(Store, Topics), checkRequests, Topics, Offsets, clock, Logger<TransactionCheckService>());
        var bodies = new PullBodyPool();
        var reader = new PullReader(
            options, Store, bodies, new OffsetMovedReport(Identity, writer, clock, Logger<OffsetMovedReport>()), Statistics);
        var checks = new PullChecks(options, Identity, Topics, Groups, Consumers);
        IRequestProcessor[] processors =
        [
            new SendMessageProcessor(options, new SendChecks(options, Identity, Topics, Store, clock), single, batch),
            new SendBackProcessor(options, Identity, Groups, Topics, deadLetters, Store, writer),
            new EndTransactionProcessor(Store, writer, new OpMessageWriter(Identity, writer, clock), Topics, Statistics),
            new PullMessageProcessor(options, checks, reader, Holds, new HeldPullPool(), Offsets, clock),
            new HeartbeatProcessor(Groups, Topics, Consumers, Producers, clock),
            new ClientProcessor(Consumers, Producers),
            new ConsumerListProcessor(Consumers),
            new RebalanceLockProcessor(locks),
            new ConsumerOffsetProcessor(Offsets, Store),
            new QueueOffsetProcessor(Store),
            new QueryMessageProcessor(options, Store, bodies),
            new TopicAdminProcessor(Topics, Registration, Statistics, Store),
            new GroupAdminProcessor(Groups, Offsets, Statistics, Logger<GroupAdminProcessor>()),
            new BrokerConfigProcessor(
                options, new BrokerConfigTable(options), configFile, Registration, clock, Logger<BrokerConfigProcessor>()),
            new RuntimeInfoProcessor(options, classes, Statistics, Sampler, Delay, Store, clock),
            new OffsetTablesProcessor(Offsets, delayOffsets),
            new TopicStatsProcessor(Identity, Topics, Consumers, Offsets, Store),
            new ConsumeStatsProcessor(Identity, Groups, Offsets, consumeStats),
            new ConnectionsProcessor(Consumers, Producers),
            new ResetOffsetProcessor(Identity, Topics, Consumers, Offsets, notifier, Store, Logger<ResetOffsetProcessor>()),
            new StoreMaintenanceProcessor(Topics, Store),
            new StatsProcessor(Identity, Topics, Statistics),
        ];
        Listeners = new BrokerListeners(
            options, Identity, classes, processors, (name, table) => CreateServer(name, table, transports, hooks));
        _metrics = new BrokerMetrics(Identity, Statistics, () => Holds.Count, () => Listeners.ConnectionCount);
    }

    public BrokerIdentity Identity { get; }

    public BrokerStatistics Statistics { get; }

    public TopicConfigService Topics { get; }

    public SubscriptionGroupService Groups { get; }

    public ConsumerOffsetService Offsets { get; }

    public ConsumerRegistry Consumers { get; }

    public ProducerRegistry Producers { get; }

    public ClientHousekeeping Housekeeping { get; }

    public PullHoldService Holds { get; }

    public DelayService Delay { get; }

    public StatisticsSampler Sampler { get; }

    public TransactionCheckService Transactions { get; }

    public IMessageStore Store { get; }

    public BrokerRegistration Registration { get; }

    public BrokerListeners Listeners { get; }

    /// <summary>Completed when the store has failed for good.</summary>
    public TaskCompletionSource<Exception> Failure { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The steps of the start, in order.</summary>
    public IReadOnlyList<ILifecycleParticipant> CreateStages() =>
    [
        new BrokerStage(LifecycleStage.Metadata, LoadMetadataAsync, _ => default),
        new BrokerStage(LifecycleStage.Storage, Store.StartAsync, Store.StopAsync),
        new BrokerStage(LifecycleStage.Services, StartServicesAsync, StopServicesAsync),
        new BrokerStage(LifecycleStage.Listen, ListenAsync, Listeners.StopAsync),
        new BrokerStage(LifecycleStage.Register, Registration.StartAsync, Registration.StopAsync),
    ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _client.DisposeAsync();
        await Store.DisposeAsync();
    }

    private ILogger<T> Logger<T>() => _loggers.CreateLogger<T>();

    private RemotingServer CreateServer(string name, ProcessorTable processors, TransportTable transports, RpcHookPipeline hooks)
    {
        var serverOptions =
            new RemotingServerOptions { Name = name, IdleTimeout = TimeSpan.FromSeconds(_options.ServerChannelMaxIdleTimeSeconds) };
        return new RemotingServer(serverOptions, transports, processors, hooks, _loggers, _clock, Housekeeping);
    }

    private ValueTask LoadMetadataAsync(CancellationToken cancellationToken)
    {
        Topics.Load();
        Groups.Load();
        // Offsets without the messages that they count would make consumers skip.
        if (Store.IsDurable) Offsets.Load();
        return default;
    }

    private ValueTask StartServicesAsync(CancellationToken cancellationToken)
    {
        Topics.Save();
        Groups.Save();
        Holds.Start(Store.Reader);
        Housekeeping.Start();
        Delay.Start();
        Transactions.Start();
        Sampler.Start();
        if (Store.IsDurable)
        {
            var period = TimeSpan.FromMilliseconds(_options.FlushConsumerOffsetInterval);
            _offsetFlush = new PeriodicTask(
                "consumer offsets", TimeSpan.FromSeconds(10), period, _ => { Offsets.Save(); return default; }, _clock, _logger);
        }

        return default;
    }

    private async ValueTask StopServicesAsync(CancellationToken cancellationToken)
    {
        await Sampler.DisposeAsync();
        await Transactions.DisposeAsync();
        await Delay.DisposeAsync();
        await Housekeeping.DisposeAsync();
        await Holds.DisposeAsync();
        if (_offsetFlush is null) return;
        await _offsetFlush.DisposeAsync();
        Offsets.Save();
    }

    private async ValueTask ListenAsync(CancellationToken cancellationToken)
    {
        await Listeners.StartAsync(cancellationToken);
        BrokerLog.Started(_logger, Identity.BrokerName, Identity.ClusterName, Identity.Address, Listeners.VipEndpoint!.Port);
    }

    private void OnFatal(Exception cause)
    {
        BrokerLog.StoreFailed(_logger, cause);
        Failure.TrySetResult(cause);
    }
}
