using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Scheduling;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Registration;

/// <summary>Knows where the NameServers are and talks to all of them. The list is looked up again every 120 seconds.</summary>
internal sealed class NameServerDirectory : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(3);

    private readonly BrokerOptions _options;
    private readonly ITopAddressing? _addressing;
    private readonly NameServerSource? _source;
    private readonly RemotingClient _client;
    private readonly NameServerConnector _connector;
    private readonly TimeProvider _clock;
    private readonly ILogger<NameServerDirectory> _logger;
    private readonly SemaphoreSlim _oneLookup = new(1, 1);
    private PeriodicTask? _refresh;
    private AddressingWatch? _watch;

    public NameServerDirectory(
        BrokerOptions options, ITopAddressing? addressing, RemotingClient client, TimeProvider clock, ILogger<NameServerDirectory> logger)
    {
        _options = options;
        _addressing = addressing;
        _source = addressing is null ? null : new NameServerSource(addressing, LookupTimeout, clock);
        _client = client;
        _connector = new NameServerConnector(client, logger);
        _clock = clock;
        _logger = logger;
    }

    public IReadOnlyList<string> Addresses => _connector.Addresses;

    /// <summary>Looks the addresses up for the first time.</summary>
    /// <param name="onChange">Run when a change that the lookup told of brought other addresses.</param>
    /// <param name="cancellationToken">Ends the first lookup.</param>
    public async ValueTask StartAsync(Func<CancellationToken, ValueTask> onChange, CancellationToken cancellationToken)
    {
        _connector.UpdateAddresses(_options.NamesrvAddr.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (_addressing is null) return;
        await RefreshAsync(cancellationToken);
        _refresh = new PeriodicTask("NameServer lookup", FirstDelay, Period, async token => await RefreshAsync(token), _clock, _logger);
        _watch = AddressingWatch.TryStart(_addressing, TakeChangeAsync, _clock, _logger);

        async ValueTask TakeChangeAsync(CancellationToken token)
        {
            if (await RefreshAsync(token)) await onChange(token);
        }
    }

    public Task<IReadOnlyList<NameServerOutcome>> InvokeAllAsync(
        Func<string, RemotingCommand> create, TimeSpan timeout, CancellationToken cancellationToken)
        => _connector.InvokeAllAsync(create, timeout, cancellationToken);

    public ValueTask SendOneWayAsync(string address, RemotingCommand request, TimeSpan timeout)
        => _client.InvokeOneWayAsync(address, request, timeout, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_watch is not null) await _watch.DisposeAsync();
        if (_refresh is not null) await _refresh.DisposeAsync();
    }

    /// <returns>Whether there are other addresses now.</returns>
    private async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _oneLookup.WaitAsync(cancellationToken);
        try
        {
            // An empty list keeps the one in force.
            return _connector.UpdateAddresses(await _source!.FetchAsync(cancellationToken));
        }
        // A plugin may throw anything; the addresses in force stay.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            BrokerLog.AddressLookupFailed(_logger, e.Message);
            return false;
        }
        finally
        {
            _oneLookup.Release();
        }
    }
}
