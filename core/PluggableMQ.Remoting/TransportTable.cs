using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Remoting;

/// <summary>The transports of a host, by endpoint scheme.</summary>
public sealed class TransportTable
{
    private readonly Dictionary<string, ITransport> _transports = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the table.</summary>
    /// <param name="transports">The transports, one for each scheme.</param>
    /// <param name="defaultScheme">The scheme of addresses that name none.</param>
    /// <exception cref="ArgumentException">Two transports serve one scheme, or none serves the default one.</exception>
    public TransportTable(IEnumerable<ITransport> transports, string defaultScheme)
    {
        ArgumentNullException.ThrowIfNull(transports);
        foreach (var transport in transports)
        {
            if (!_transports.TryAdd(transport.Scheme, transport))
                throw new ArgumentException(
                    $"Two transports serve the scheme '{transport.Scheme}': {_transports[transport.Scheme].GetType().FullName} and " +
                    $"{transport.GetType().FullName}. Keep one of them.", nameof(transports));
        }

        DefaultScheme = defaultScheme;
        if (!_transports.ContainsKey(defaultScheme))
            throw new ArgumentException($"No transport serves the default scheme '{defaultScheme}'. {Known}", nameof(defaultScheme));
    }

    /// <summary>The scheme of addresses that name none.</summary>
    public string DefaultScheme { get; }

    /// <summary>All transports.</summary>
    public IReadOnlyCollection<ITransport> Transports => _transports.Values;

    /// <summary>Finds the transport of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The transport.</returns>
    /// <exception cref="TransportException">No transport serves the scheme; the text lists the known ones.</exception>
    public ITransport Resolve(TransportEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return _transports.TryGetValue(endpoint.Scheme ?? DefaultScheme, out var transport)
            ? transport
            : throw new TransportException(
                $"No transport serves the scheme '{endpoint.Scheme}' of {endpoint}. {Known} Load a plugin that provides it, or change " +
                "the address.", endpoint);
    }

    private string Known => _transports.Count == 0
        ? "No transport is loaded."
        : $"Known schemes: {string.Join(", ", _transports.Keys.Order(StringComparer.Ordinal))}.";
}
