using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Scheduling;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>
/// Forgets clients whose connection closed, and closes connections of clients without a heartbeat for 120 seconds
/// (<c>ClientHousekeepingService</c>).
/// </summary>
internal sealed class ClientHousekeeping : IConnectionObserver, IAsyncDisposable
{
    private const int ExpirySeconds = 120;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ConsumerRegistry _consumers;
    private readonly ProducerRegistry _producers;
    private readonly RebalanceLocks _locks;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClientHousekeeping> _logger;
    private PeriodicTask? _scan;

    public ClientHousekeeping(
        ConsumerRegistry consumers,
        ProducerRegistry producers,
        RebalanceLocks locks,
        TimeProvider clock,
        ILogger<ClientHousekeeping> logger)
    {
        _consumers = consumers;
        _producers = producers;
        _locks = locks;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Begins to look for silent clients.</summary>
    public void Start()
        => _scan = new PeriodicTask("client housekeeping", Period, Period, _ => { Scan(); return default; }, _clock, _logger);

    /// <inheritdoc/>
    public void OnOpened(RemotingConnection connection)
    {
    }

    /// <inheritdoc/>
    public void OnClosed(RemotingConnection connection, Exception? failure)
    {
        _producers.Unregister(connection);
        _consumers.Unregister(connection);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _scan?.DisposeAsync() ?? default;

    private void Scan()
    {
        var oldest = _clock.GetUtcNow().ToUnixTimeMilliseconds() - (ExpirySeconds * 1000);
        foreach (var (_, clients) in _producers.GetAll())
        {
            foreach (var client in clients) Expire(client, oldest);
        }

        foreach (var group in _consumers.All)
        {
            foreach (var client in group.Members) Expire(client, oldest);
        }

        _locks.RemoveExpired();
    }

    private void Expire(ClientEntry client, long oldest)
    {
        if (client.LastSeen >= oldest) return;
        BrokerLog.ClientExpired(_logger, client.ClientId, client.Connection.RemoteAddress, ExpirySeconds);
        OnClosed(client.Connection, null);
        client.Connection.Abort($"no heartbeat for {ExpirySeconds} s");
    }
}
