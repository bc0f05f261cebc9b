using System.Buffers;
using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Scheduling;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Registration;

/// <summary>
/// Keeps every NameServer informed of this broker and its topics (<c>BrokerOuterAPI</c>, <c>BrokerController.registerBrokerAll</c>).
/// </summary>
internal sealed class BrokerRegistration : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UnregisterTimeout = TimeSpan.FromSeconds(3);

    private readonly BrokerOptions _options;
    private readonly RegistrationRequests _requests;
    private readonly NameServerDirectory _nameServers;
    private readonly TopicConfigService _topics;
    private readonly TimeProvider _clock;
    private readonly ILogger<BrokerRegistration> _logger;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private PeriodicTask? _periodic;
    private int _announcing;

    public BrokerRegistration(
        BrokerOptions options,
        RegistrationRequests requests,
        NameServerDirectory nameServers,
        TopicConfigService topics,
        TimeProvider clock,
        ILogger<BrokerRegistration> logger)
    {
        _options = options;
        _requests = requests;
        _nameServers = nameServers;
        _topics = topics;
        _clock = clock;
        _logger = logger;
    }

    private TimeSpan Timeout => TimeSpan.FromMilliseconds(Math.Max(1, _options.RegisterBrokerTimeoutMills));

    /// <summary>Registers, and begins to do so again and again. A NameServer that does not answer is tried again later.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _nameServers.StartAsync(RegisterAsync, cancellationToken);
        if (_nameServers.Addresses.Count == 0) BrokerLog.NoNameServer(_logger);
        await RegisterAsync(cancellationToken);
        var period = TimeSpan.FromMilliseconds(Math.Clamp(_options.RegisterNameServerPeriod, 10_000, 60_000));
        _periodic = new PeriodicTask("registration", FirstDelay, period, RegisterWhenNeededAsync, _clock, _logger);
    }

    /// <summary>Registers all topics at every NameServer and takes over what the first answer says of ordered topics.</summary>
    public async ValueTask RegisterAsync(CancellationToken cancellationToken)
    {
        var outcomes = await SendAsync(_requests.CreateBody(_topics.GetSnapshot()), cancellationToken);
        if (outcomes.FirstOrDefault(outcome => outcome.Response?.Code == ResponseCode.Success) is { Response.BodyLength: > 0 } answered)
            TakeOrderTopics(answered);
    }

    /// <summary>Registers under a new version, because what is announced of each topic has changed.</summary>
    public ValueTask RegisterAnewAsync(CancellationToken cancellationToken)
    {
        _topics.Touch();
        return RegisterAsync(cancellationToken);
    }

    /// <summary>Tells every NameServer of one topic that was created or changed, as Java does on an administrator's request.</summary>
    public async ValueTask RegisterTopicAsync(TopicConfig topic, CancellationToken cancellationToken)
        => await SendAsync(_requests.CreateBody(topic, _topics.Version), cancellationToken);

    /// <summary>Tells every NameServer of all topics, without waiting for answers: after a topic was created by itself.</summary>
    public void Announce()
    {
        // Topics that come up while one announcement is on its way to start are part of it.
        if (Interlocked.Exchange(ref _announcing, 1) == 0) _ = Task.Run(AnnounceAsync);
    }

    /// <summary>Takes this broker out of every NameServer.</summary>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        foreach (var outcome in await _nameServers.InvokeAllAsync(_requests.CreateUnregistration, UnregisterTimeout, cancellationToken))
        {
            if (outcome.Failure is { } failure) BrokerLog.RegistrationFailed(_logger, outcome.Address, failure.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_periodic is not null) await _periodic.DisposeAsync();
        await _nameServers.DisposeAsync();
    }

    private async ValueTask RegisterWhenNeededAsync(CancellationToken cancellationToken)
    {
        if (_options.ForceRegister || await IsOutdatedAsync(cancellationToken)) await RegisterAsync(cancellationToken);
    }

    private async ValueTask<bool> IsOutdatedAsync(CancellationToken cancellationToken)
    {
        var version = _topics.Version;
        var outcomes = await _nameServers.InvokeAllAsync(_ => _requests.CreateVersionQuery(version), Timeout, cancellationToken);
        return outcomes.Any(
            outcome => outcome.Response is not { Code: ResponseCode.Success } answer || answer.Fields.GetBoolean("changed"u8));
    }

    private void TakeOrderTopics(NameServerOutcome answered)
    {
        try
        {
            _topics.UpdateOrderTopics(KvTable.Decode(answered.Response!.Body.ToArray()).Table.Keys.ToHashSet(StringComparer.Ordinal));
        }
        catch (InvalidDataException e)
        {
            BrokerLog.RegistrationFailed(_logger, answered.Address, $"its list of ordered topics cannot be read: {e.Message}");
        }
    }

    private async Task AnnounceAsync()
    {
        Volatile.Write(ref _announcing, 0);
        var body = _requests.CreateBody(_topics.GetSnapshot());
        foreach (var address in _nameServers.Addresses)
        {
            try
            {
                await _nameServers.SendOneWayAsync(address, _requests.CreateRegistration(body), Timeout);
            }
            catch (Exception e) when (e is RemotingException or ObjectDisposedException or OperationCanceledException)
            {
                BrokerLog.RegistrationFailed(_logger, address, e.Message);
            }
        }
    }

    private async ValueTask<IReadOnlyList<NameServerOutcome>> SendAsync(RegistrationBody body, CancellationToken cancellationToken)
    {
        var outcomes = await _nameServers.InvokeAllAsync(_ => _requests.CreateRegistration(body), Timeout, cancellationToken);
        foreach (var outcome in outcomes) Report(outcome);
        return outcomes;
    }

    private void Report(NameServerOutcome outcome)
    {
        lock (_known)
        {
            if (outcome.Response is { Code: ResponseCode.Success })
            {
                if (_known.Add(outcome.Address)) BrokerLog.Registered(_logger, outcome.Address);
                return;
            }

            _known.Remove(outcome.Address);
        }

        BrokerLog.RegistrationFailed(
            _logger, outcome.Address, outcome.Failure?.Message ?? $"it answered {outcome.Response!.Code}: {outcome.Response.Remark}");
    }
}
