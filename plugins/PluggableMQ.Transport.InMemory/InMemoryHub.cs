using System.Globalization;
using System.Net;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.InMemory;

/// <summary>Who listens where, by host and port, as on one machine with any number of addresses. Thread-safe.</summary>
internal sealed class InMemoryHub
{
    private const int FirstFreePort = 49152;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Host, int Port), InMemoryListener> _listeners = [];
    private int _lastPort = FirstFreePort - 1;
    private int _lastConnection;

    /// <summary>Starts to listen. A wildcard host answers for every host that nobody else answers for.</summary>
    public InMemoryListener Listen(TransportEndpoint endpoint, InMemoryTransportOptions options)
    {
        var host = Normalize(endpoint);
        lock (_gate)
        {
            var port = endpoint.Port == 0 ? TakeFreePort() : endpoint.Port;
            if (_listeners.ContainsKey((host, port)))
                throw new TransportException(
                    $"Cannot listen on {endpoint}: the address is in use in this process. Stop what listens there, or choose another " +
                    "port.", endpoint);
            var listener = new InMemoryListener(this, (host, port), endpoint with { Port = port }, options);
            _listeners.Add((host, port), listener);
            return listener;
        }
    }

    /// <summary>Opens a connection.</summary>
    public InMemoryConnection Connect(TransportEndpoint endpoint)
    {
        var host = Normalize(endpoint);
        InMemoryListener? listener;
        int port;
        string id;
        lock (_gate)
        {
            if (!_listeners.TryGetValue((host, endpoint.Port), out listener) && !_listeners.TryGetValue(
                (Wildcard, endpoint.Port), out listener))
                throw new TransportException(
                    $"Nobody in this process listens on {endpoint}. {DescribeListeners()} The in-memory transport reaches only hosts " +
                    "that share its plugin instance.", endpoint);
            port = TakeFreePort();
            id = "mem-" + (++_lastConnection).ToString(CultureInfo.InvariantCulture);
        }

        // Messages record their origin as IP and port, so both sides get one.
        var server = new IPEndPoint(IPAddress.TryParse(host, out var address) ? address : IPAddress.Loopback, endpoint.Port);
        var (near, far) = InMemoryConnection.CreatePair(id, new IPEndPoint(IPAddress.Loopback, port), server, listener.MaxBufferSize);
        if (listener.Offer(far)) return near;
        near.Abort();
        throw new TransportException(
            $"{endpoint} refused the connection: it has stopped listening, or too many connections wait to be accepted.", endpoint);
    }

    /// <summary>Releases an address.</summary>
    public void Remove(InMemoryListener listener)
    {
        lock (_gate)
        {
            if (_listeners.TryGetValue(listener.Key, out var current) && current == listener) _listeners.Remove(listener.Key);
        }
    }

    private const string Wildcard = "*";

    private static string Normalize(TransportEndpoint endpoint) => endpoint.Host switch
    {
        "" or "*" or "0.0.0.0" or "::" => Wildcard,
        _ when endpoint.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) => "127.0.0.1",
        _ => endpoint.Host.ToLowerInvariant(),
    };

    // Under the lock. Ports of connections are only labels and may repeat after a round; those of listeners may not.
    private int TakeFreePort()
    {
        for (var i = FirstFreePort; i <= IPEndPoint.MaxPort; i++)
        {
            _lastPort = _lastPort == IPEndPoint.MaxPort ? FirstFreePort : _lastPort + 1;
            if (!_listeners.Keys.Any(key => key.Port == _lastPort)) return _lastPort;
        }

        throw new InvalidOperationException($"All ports from {FirstFreePort} to {IPEndPoint.MaxPort} are in use in this process.");
    }

    private string DescribeListeners() => _listeners.Count == 0
        ? "Nobody listens at all."
        : $"Listening: {string.Join(", ", _listeners.Values.Select(static l => l.Endpoint.ToString()).Order(StringComparer.Ordinal))}.";
}
