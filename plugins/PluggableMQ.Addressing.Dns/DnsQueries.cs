using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace PluggableMQ.Addressing.Dns;

/// <summary>Asks the DNS; every failure comes out as an <see cref="IOException"/> that says who was asked for what.</summary>
internal sealed class DnsQueries
{
    private readonly LookupClient _client;
    private readonly bool _usesSystem;
    public DnsQueries(IPEndPoint? resolver, TimeSpan attemptTimeout)
    {
        var options = resolver is null ? new LookupClientOptions() : new LookupClientOptions(resolver);
        options.AutoResolveNameServers = resolver is null;
        // Asked every 120 s: what is cached is the resolver's affair, and an answer in between would only be old.
        options.UseCache = false;
        options.ThrowDnsErrors = false;
        options.Retries = 1;
        options.Timeout = attemptTimeout;
        _client = new LookupClient(options);
        _usesSystem = resolver is null;
        Asked = resolver?.ToString() ?? "the system's DNS server";
    }

    /// <summary>Who is asked, for messages.</summary>
    public string Asked { get; }

    /// <summary>The SRV records of a service, and the addresses that came along with them.</summary>
    public async Task<(SrvRecord[] Services, AddressRecord[] Addresses)> FindServicesAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await QueryAsync(name, QueryType.SRV, cancellationToken);
        return ([.. answer.Answers.SrvRecords()], [.. answer.Additionals.AddressRecords()]);
    }

    /// <summary>A host's addresses, IPv4 first, then in the order of their bytes, so that the list only changes when an address does; at least one.</summary>
    public async Task<IReadOnlyList<IPAddress>> FindAddressesAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal)) return [literal];
        var found = _usesSystem ? await AskSystemAsync(host, cancellationToken) : await AskResolverAsync(host, cancellationToken);
        return found.Count > 0 ? Sort(found) : throw new IOException($"{host} has neither an A nor an AAAA record at {Asked}.");
    }

    /// <summary>Puts addresses into their stable order, each once.</summary>
    public static IReadOnlyList<IPAddress> Sort(IEnumerable<IPAddress> addresses)
        => [.. addresses.Distinct().OrderBy(address => address.AddressFamily).ThenBy(address => Convert.ToHexString(address.GetAddressBytes()), StringComparer.Ordinal)];

    private static async Task<IReadOnlyCollection<IPAddress>> AskSystemAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await System.Net.Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new IOException($"{host} could not be resolved by the system: {e.Message}. Check the option 'name' of plugin PluggableMQ.Addressing.Dns.", e);
        }
    }

    private async Task<IReadOnlyCollection<IPAddress>> AskResolverAsync(string host, CancellationToken cancellationToken)
    {
        // One after the other: a resolver that does not answer the first question need not be asked the second one.
        var first = await QueryAsync(host, QueryType.A, cancellationToken);
        var four = first.Answers.AddressRecords().Select(static record => record.Address).ToArray();
        try
        {
            var six = await QueryAsync(host, QueryType.AAAA, cancellationToken);
            return [.. four, .. six.Answers.AddressRecords().Select(static record => record.Address)];
        }
        catch (Exception e) when (four.Length > 0 && e is IOException or OperationCanceledException)
        {
            // Some servers are silent when they are asked for IPv6.
            return four;
        }
    }

    private async Task<IDnsQueryResponse> QueryAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        IDnsQueryResponse answer;
        try
        {
            answer = await _client.QueryAsync(name, type, QueryClass.IN, cancellationToken);
        }
#pragma warning disable CA1031 // What a broken answer makes of the parser (index out of range and the like) is the answer's fault.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"{Asked} gave no usable answer for {type} {name}: {e.Message} Check the option 'resolver' of plugin PluggableMQ.Addressing.Dns.", e);
        }

        if (answer.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain)
            throw new IOException($"{name} does not exist, says {Asked} (NXDOMAIN). Check the option 'name' of plugin PluggableMQ.Addressing.Dns.");
        if (answer.HasError) throw new IOException($"{Asked} answered {type} {name} with an error: {answer.ErrorMessage}.");
        return answer;
    }
}
