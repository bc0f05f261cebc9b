using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting;

/// <summary>Calls the NameServers: starts at a random one, stays with it, and walks on when it cannot be reached. Thread-safe.</summary>
public sealed class NameServerConnector
{
    private readonly RemotingClient _client;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private volatile string[] _addresses = [];
    private volatile string? _chosen;

    /// <summary>Makes a connector without addresses.</summary>
    /// <param name="client">Sends the requests.</param>
    /// <param name="logger">The log.</param>
    public NameServerConnector(RemotingClient client, ILogger logger)
    {
        _client = client;
        _logger = logger;
    }

    /// <summary>The addresses in force, in the order in which they are tried.</summary>
    public IReadOnlyList<string> Addresses => _addresses;

    /// <summary>The NameServer that requests go to now; null before the first request.</summary>
    public string? Chosen => _chosen;

    /// <summary>Takes a new list, if it is not empty and differs: in its size, or by an address not seen before (RocketMQ's
    /// rule).</summary>
    /// <param name="addresses">The addresses; shuffled here.</param>
    /// <returns>Whether the list was taken.</returns>
    public bool UpdateAddresses(IReadOnlyList<string> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        lock (_gate)
        {
            var current = _addresses;
            if (addresses.Count == 0) return false;
            if (addresses.Count == current.Length && addresses.All(address => current.Contains(address, StringComparer.Ordinal)))
                return false;
            string[] shuffled = [.. addresses];
            Random.Shared.Shuffle(shuffled);
            _addresses = shuffled;
            if (_chosen is { } chosen && !shuffled.Contains(chosen, StringComparer.Ordinal)) _chosen = null;
        }

        RemotingLog.NameServersChanged(_logger, string.Join(';', addresses));
        return true;
    }

    /// <summary>Sends a request to the chosen NameServer; when it cannot be reached, to the next one, once around.</summary>
    /// <param name="request">The request.</param>
    /// <param name="timeout">How long to wait at each NameServer, connecting included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The response, which the caller owns.</returns>
    /// <exception cref="RemotingConnectException">No NameServer can be reached, or none is known.</exception>
    /// <exception cref="RemotingException">The request failed at a NameServer that was reached; it is not sent to another one.</exception>
    public async ValueTask<RemotingCommand> InvokeAsync(
        RemotingCommand request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var addresses = _addresses;
        if (addresses.Length == 0)
            throw new RemotingConnectException(
                "", "No NameServer address is known. Give one with -n, namesrvAddr or NAMESRV_ADDR, or configure an address lookup.");
        // The list is shuffled, so that its first one is a random one.
        var start = _chosen is { } chosen ? Math.Max(Array.IndexOf(addresses, chosen), 0) : 0;
        RemotingConnectException? failure = null;
        for (var i = 0; i < addresses.Length; i++)
        {
            var address = addresses[(start + i) % addresses.Length];
            try
            {
                var response = await _client.InvokeAsync(address, request, timeout, cancellationToken);
                Choose(address);
                return response;
            }
            catch (RemotingConnectException e)
            {
                failure = e;
                if (addresses.Length > 1) RemotingLog.NameServerUnreachable(_logger, address, e.Message);
            }
        }

        throw new RemotingConnectException(
            string.Join(';', addresses), $"No NameServer can be reached ({string.Join(';', addresses)}): {failure!.Message}", failure);
    }

    /// <summary>Sends a request to each NameServer at once, as a broker does to register.</summary>
    /// <param name="createRequest">Makes the request for an address; called once for each.</param>
    /// <param name="timeout">How long to wait at each NameServer, connecting included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>One outcome for each address. Failures are in it and not thrown.</returns>
    public async Task<IReadOnlyList<NameServerOutcome>> InvokeAllAsync(
        Func<string, RemotingCommand> createRequest, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(createRequest);
        return await Task.WhenAll(_addresses.Select(InvokeOneAsync));

        async Task<NameServerOutcome> InvokeOneAsync(string address)
        {
            try
            {
                return new NameServerOutcome(
                    address, await _client.InvokeAsync(address, createRequest(address), timeout, cancellationToken), null);
            }
            catch (Exception e) when (e is RemotingException or OperationCanceledException)
            {
                return new NameServerOutcome(address, null, e);
            }
        }
    }

    private void Choose(string address)
    {
        if (string.Equals(_chosen, address, StringComparison.Ordinal)) return;
        lock (_gate)
        {
            // The list may have changed while the request was under way.
            if (_addresses.Contains(address, StringComparer.Ordinal)) _chosen = address;
        }
    }
}
