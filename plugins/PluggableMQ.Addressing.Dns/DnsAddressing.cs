using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using DnsClient.Protocol;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Addressing.Dns;

/// <summary>Looks the NameServers up in the DNS. Service records are followed to addresses, so that a host that moves is noticed.</summary>
internal sealed class DnsAddressing : ITopAddressing
{
    // An answer over TCP may hold thousands of records, each of which could ask for more lookups.
    private const int MaxTargets = 64;

    // The system's resolver holds a thread for each.
    private const int LookupsAtOnce = 16;

    private readonly DnsOptions _options;
    private readonly ILogger _logger;
    private readonly DnsQueries _queries;
    private string _last = "";

    public DnsAddressing(DnsOptions options, ILoggerFactory loggerFactory)
    {
        if (options.Name.Length == 0)
        {
            throw new PluginConfigurationException(
                "option 'name' is empty, but addressing 'dns' is in use; write what to look up, for example _rocketmq._tcp.example.com or namesrv.example.com.");
        }

        _options = options;
        _logger = loggerFactory.CreateLogger<DnsAddressing>();
        _queries = new DnsQueries(options.Resolver, options.AttemptTimeout);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.TimeLimit);
        IReadOnlyList<string> addresses;
        try
        {
            addresses = _options.UsesServices ? await FindServicesAsync(limit.Token) : await FindHostAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var limitText = _options.TimeLimit.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
            throw new IOException(
                $"{_queries.Asked} did not say within {limitText} ms where {_options.Name} is. Check the option 'resolver' of plugin " +
                "PluggableMQ.Addressing.Dns.", e);
        }

        var text = string.Join(';', addresses);
        if (text != _last) Log.AddressesChanged(_logger, _options.Name, text);
        _last = text;
        return addresses;
    }

    private async Task<IReadOnlyList<string>> FindHostAsync(CancellationToken cancellationToken)
    {
        var found = await _queries.FindAddressesAsync(_options.Name, cancellationToken);
        // An array on purpose: a collection expression makes a list whose type is this assembly's, and whoever keeps that type keeps the plugin loaded.
        return found.Select(address => Format(address, _options.Port)).ToArray();
    }

    private async Task<IReadOnlyList<string>> FindServicesAsync(CancellationToken cancellationToken)
    {
        var (services, known) = await _queries.FindServicesAsync(_options.Name, cancellationToken);
        // Lower priorities first, then higher weights (RFC 2782). Not by chance within a weight, so that the list is stable: whoever uses it shuffles it.
        var targets = services
            .Where(service => service.Port != 0 && service.Target.Value != ".")
            .OrderBy(service => service.Priority).ThenByDescending(service => service.Weight).ThenBy(service => service.Target.Value, StringComparer.Ordinal)
            .Take(MaxTargets).ToArray();
        if (targets.Length == 0)
        {
            throw new IOException(
                $"{_options.Name} has no SRV record that names a host and a port. Add one (for example \"0 0 9876 namesrv.example.com.\"), or set recordType to address.");
        }

        var hosts = await FindTargetsAsync(targets.Select(static target => target.Target.Value), known, cancellationToken);
        var addresses = new List<string>();
        foreach (var target in targets)
        {
            if (!hosts.TryGetValue(target.Target.Value, out var found)) continue;
            foreach (var address in found)
            {
                var text = Format(address, target.Port);
                if (!addresses.Contains(text, StringComparer.Ordinal)) addresses.Add(text);
            }
        }

        return addresses;
    }

    /// <summary>The addresses of several hosts, looked up at once: one whose name is not served must not keep the others from being found in
    /// time.</summary>
    /// <returns>Those that have addresses; at least one.</returns>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<IPAddress>>> FindTargetsAsync(
        IEnumerable<string> hosts, AddressRecord[] known, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, IReadOnlyList<IPAddress>>(StringComparer.OrdinalIgnoreCase);
        foreach (var along in known.GroupBy(static record => record.DomainName.Value, StringComparer.OrdinalIgnoreCase))
            found[along.Key] = DnsQueries.Sort(along.Select(static record => record.Address));
        var wanted = hosts.Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        var failures = new ConcurrentQueue<Exception>();
        // Not the caller's token: the loop would throw, where what has been found counts.
        var options = new ParallelOptions { MaxDegreeOfParallelism = LookupsAtOnce, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(
            wanted.Where(host => !found.ContainsKey(host)), options,
            async (host, _) =>
            {
                try
                {
                    found[host] = await _queries.FindAddressesAsync(host.TrimEnd('.'), cancellationToken).WaitAsync(cancellationToken);
                }
                catch (Exception e) when (e is IOException or OperationCanceledException)
                {
                    failures.Enqueue(e);
                    Log.TargetNotResolved(_logger, _options.Name, host, e is IOException ? e.Message : "there was no answer in time.");
                }
            });
        if (wanted.Any(found.ContainsKey)) return found;
        cancellationToken.ThrowIfCancellationRequested();
        throw new IOException($"None of the hosts that {_options.Name} names has an address: {failures.First().Message}", failures.First());
    }

    private static string Format(IPAddress address, int port) => new TransportEndpoint(null, address.ToString(), port).ToString();
}
