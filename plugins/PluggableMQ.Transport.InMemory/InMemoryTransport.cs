using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.InMemory;

/// <summary>Connects through a hub.</summary>
internal sealed class InMemoryTransport(InMemoryHub hub, InMemoryTransportOptions options) : ITransport
{
    public const string SchemeName = "inmemory";

    /// <inheritdoc/>
    public string Scheme => SchemeName;

    /// <inheritdoc/>
    public ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(hub.Listen(endpoint, options));
    }

    /// <inheritdoc/>
    public ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(hub.Connect(endpoint));
    }
}
