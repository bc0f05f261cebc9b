using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client.Naming;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Sending;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Instance;

/// <summary>What the producers and consumers of one client id share: connections, routes, heartbeats, timers (<c>MQClientInstance</c>).</summary>
internal sealed class MqClient : IAsyncDisposable
{
    private static readonly TimeSpan AddressFirst = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AddressPeriod = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan RouteFirst = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan HeartbeatFirst = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ITopAddressing _addressing;
    private readonly NameServerLookup _lookup;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly List<PeriodicTask> _tasks = [];
    private PeriodicTask? _heartbeatTask;
    private AddressingWatch? _addressingWatch;
    private Task? _start;

    public MqClient(string clientId, bool stream, MqClientOptions options, MqClientServices services, UniqueIdGenerator ids)
    {
        ClientId = clientId;
        Options = options;
        Services = services;
        Ids = ids;
        Namespace = string.IsNullOrEmpty(options.Namespace) ? NameServerAddress.GetNamespace(options.NamesrvAddr) : options.Namespace;
        ApiTimeout = TimeSpan.FromMilliseconds(options.MqClientApiTimeout);
        _logger = services.LoggerFactory.CreateLogger("PluggableMQ.Client");
        // The plugin first: when it fails, nothing of this is left.
        _addressing = services.Addressing(new TopAddressingContext(
            HostRole.Client, NameServerAddress.Split(options.NamesrvAddr), options.UnitName, services.Clock, services.LoggerFactory));
        var remoting = new RemotingClient(
            new RemotingClientOptions { Name = clientId, SerializeType = options.SerializeType, InlineContinuations = options.InlineContinuations },
            services.Transports, services.Hooks, services.LoggerFactory, services.Clock);
        var nameServers = new NameServerConnector(remoting, _logger);
        Channel = new ClientChannel(remoting, nameServers, stream);
        Routes = new RouteTable(new RouteSource(Channel, ApiTimeout), Brokers, _logger, _stopping.Token);
        Heartbeats = new Heartbeats(clientId, Channel, Brokers, Routes, Groups, ApiTimeout, _logger);
        AsyncPermits = new SendPermits("invokeAsyncImpl", options.ClientAsyncSemaphoreValue, services.Clock);
        OneWayPermits = new SendPermits("invokeOnewayImpl", options.ClientOnewaySemaphoreValue, services.Clock);
        _lookup = new NameServerLookup(_addressing, nameServers, ApiTimeout, services.Clock, _logger);
    }

    public string ClientId { get; }

    public MqClientOptions Options { get; }

    public MqClientServices Services { get; }

    public string? Namespace { get; }

    /// <summary>The time limit of route queries, heartbeats and the like.</summary>
    public TimeSpan ApiTimeout { get; }

    public UniqueIdGenerator Ids { get; }

    public ClientChannel Channel { get; }

    public BrokerTable Brokers { get; } = new();

    public RouteTable Routes { get; }

    public GroupTable Groups { get; } = new();

    public Heartbeats Heartbeats { get; }

    public SendPermits AsyncPermits { get; }

    public SendPermits OneWayPermits { get; }

    public CommandPool Commands { get; } = new();

    /// <summary>How many producers, consumers and tools use this instance; belongs to <see cref="MqClientFactory"/>.</summary>
    public int Users { get; set; }

    /// <summary>Starts, once for all who use it.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_start is { IsFaulted: true }) throw new MqServiceStateException($"The Factory object[{ClientId}] has been created before, and failed.", _start.Exception!.InnerException);
            _start ??= StartOnceAsync();
            return _start.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Sends heartbeats as soon as possible: groups or subscriptions have changed.</summary>
    public void TriggerHeartbeat() => _heartbeatTask?.RunNow();

    /// <summary>Stops the tasks and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        // A start that its caller gave up must not add tasks behind our back.
        if (_start is { } start) await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_addressingWatch is { } watch) await watch.DisposeAsync().ConfigureAwait(false);
        foreach (var task in _tasks) await task.DisposeAsync().ConfigureAwait(false);
        // A host's lookup comes in its own wrapping, which tells it that it is no longer used.
        if (_addressing is IAsyncDisposable addressing) await addressing.DisposeAsync().ConfigureAwait(false);
        await Heartbeats.UnregisterAsync(GroupNames.ClientInnerProducer, null, CancellationToken.None).ConfigureAwait(false);
        await Channel.Remoting.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _logger.ClientStopped(ClientId);
    }

    private async Task StartOnceAsync()
    {
        await Task.Yield();
        await _lookup.RefreshAsync(_stopping.Token).ConfigureAwait(false);
        _addressingWatch = _lookup.Watch(Add("name server lookup", AddressFirst, AddressPeriod, _lookup.RefreshAsync));
        Add("route poll", RouteFirst, TimeSpan.FromMilliseconds(Options.PollNameServerInterval), Routes.PollAsync);
        _heartbeatTask = Add("heartbeat", HeartbeatFirst, TimeSpan.FromMilliseconds(Options.HeartbeatBrokerInterval), Heartbeats.CleanAndSendAsync);
        _logger.ClientStarted(ClientId, string.Join(';', Channel.NameServers.Addresses));
    }

    private PeriodicTask Add(string name, TimeSpan first, TimeSpan period, Func<CancellationToken, ValueTask> work)
    {
        var task = new PeriodicTask(name, ClientId, first, period, work, Services.Clock, _logger);
        _tasks.Add(task);
        return task;
    }
}
