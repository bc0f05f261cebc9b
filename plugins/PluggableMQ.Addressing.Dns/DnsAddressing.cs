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
        var addresses = _options.UsesServices ? await FindServicesAsync(cancellationToken) : await FindHostAsync(cancellationToken);
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

        var addresses = new List<string>();
        IOException? failure = null;
        foreach (var target in targets)
        {
            try
            {
                foreach (var address in await FindTargetAsync(target, known, cancellationToken))
                {
                    var text = Format(address, target.Port);
                    if (!addresses.Contains(text, StringComparer.Ordinal)) addresses.Add(text);
                }
            }
            catch (IOException e)
            {
                failure = e;
                Log.TargetNotResolved(_logger, _options.Name, target.Target.Value, e.Message);
            }
        }

        return addresses.Count > 0 ? addresses : throw new IOException($"None of the hosts that {_options.Name} names has an address: {failure!.Message}", failure);
    }

    private async ValueTask<IReadOnlyList<IPAddress>> FindTargetAsync(SrvRecord target, AddressRecord[] known, CancellationToken cancellationToken)
    {
        var host = target.Target.Value;
        var along = known.Where(record => string.Equals(record.DomainName.Value, host, StringComparison.OrdinalIgnoreCase)).Select(record => record.Address).ToArray();
        return along.Length > 0 ? DnsQueries.Sort(along) : await _queries.FindAddressesAsync(host.TrimEnd('.'), cancellationToken);
    }

    private static string Format(IPAddress address, int port) => new TransportEndpoint(null, address.ToString(), port).ToString();
}
