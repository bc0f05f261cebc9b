using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Transport.InMemory;
using TransportContext = PluggableMQ.Abstractions.Transport.TransportContext;

namespace PluggableMQ.Testing.Tests.Support;

/// <summary>A right transport; a defect overrides what it does wrong.</summary>
internal class ForwardingTransport : ITransport
{
    private readonly ITransport _inner = new PluginHarness(new InMemoryTransportPlugin())
        .Create(PluginKinds.Transport, "inmemory", new TransportContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));

    public virtual string Scheme => _inner.Scheme;

    /// <summary>Puts a defect around each listener.</summary>
    public Func<ITransportListener, ForwardingListener>? Listener { get; init; }

    /// <summary>Puts a defect around each connection, at both ends.</summary>
    public Func<ITransportConnection, ForwardingConnection>? Connection { get; init; }

    public async ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        var listener = await _inner.ListenAsync(endpoint, cancellationToken);
        var wrapped = Listener?.Invoke(listener) ?? new ForwardingListener(listener);
        wrapped.Connection = Connection;
        return wrapped;
    }

    public virtual async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        var connection = await _inner.ConnectAsync(endpoint, cancellationToken);
        return Connection?.Invoke(connection) ?? connection;
    }
}

/// <summary>A right listener.</summary>
internal class ForwardingListener(ITransportListener inner) : ITransportListener
{
    public Func<ITransportConnection, ForwardingConnection>? Connection { get; set; }

    public virtual TransportEndpoint Endpoint => inner.Endpoint;

    public virtual async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        var connection = await inner.AcceptAsync(cancellationToken);
        return connection is null ? null : Connection?.Invoke(connection) ?? connection;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return inner.DisposeAsync();
    }
}

/// <summary>A right connection.</summary>
internal class ForwardingConnection(ITransportConnection inner) : ITransportConnection
{
    public virtual string Id => inner.Id;

    public virtual IDuplexPipe Transport => inner.Transport;

    public virtual IPEndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public virtual IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    public virtual CancellationToken Closed => inner.Closed;

    public virtual void Abort(Exception? reason = null) => inner.Abort(reason);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return inner.DisposeAsync();
    }
}
