using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What every <see cref="ITransport"/> promises. The parts are one concern each.</summary>
public abstract partial class TransportContract : ContractKit
{
    private ITransport? _transport;

    /// <summary>The transport to test; made once for each test.</summary>
    protected ITransport Transport => _transport ??= Own(Create(new TransportContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance)));

    /// <summary>Whether its addresses have ports, and port 0 asks for a free one. False for a transport whose addresses are paths.</summary>
    protected virtual bool HasPorts => true;

    /// <summary>Makes the transport to test.</summary>
    /// <param name="context">The host that it is for.</param>
    /// <returns>A new transport; disposed by the kit if it can be.</returns>
    protected abstract ITransport Create(TransportContext context);

    /// <summary>An address to listen at that nobody uses: <c>127.0.0.1:0</c>, or another one at each call where there are no ports.</summary>
    /// <returns>The address.</returns>
    protected virtual TransportEndpoint NewEndpoint() => new(null, "127.0.0.1", 0);

    /// <summary>Makes a peer that neither takes a connection nor refuses it, as one behind a cable that was pulled; null, the default, for a
    /// transport whose peers always answer.</summary>
    /// <returns>The peer; the kit disposes it.</returns>
    protected virtual SilentPeer? CreateSilent() => null;

    /// <summary>Listens at a <see cref="NewEndpoint"/>.</summary>
    protected async Task<ITransportListener> ListenAsync() => await ListenAsync(NewEndpoint());

    /// <summary>Connects to a listener.</summary>
    /// <param name="listener">The listener.</param>
    protected async Task<ITransportConnection> ConnectAsync(ITransportListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return await InTimeAsync(Transport.ConnectAsync(listener.Endpoint, default).AsTask(), "ConnectAsync did not end.");
    }

    /// <summary>Accepts the next connection.</summary>
    /// <param name="listener">The listener.</param>
    protected async Task<ITransportConnection> AcceptAsync(ITransportListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return await InTimeAsync(listener.AcceptAsync(default).AsTask(), "AcceptAsync did not end.") ?? throw new InvalidOperationException("The listener is closed.");
    }

    /// <summary>Writes and flushes.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="bytes">The bytes.</param>
    protected async Task WriteAsync(ITransportConnection connection, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await InTimeAsync(connection.Transport.Output.WriteAsync(bytes).AsTask(), "FlushAsync did not end, though the peer has room.");
    }

    /// <summary>Reads exactly so many bytes, or fewer at the end.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="length">How many.</param>
    protected async Task<byte[]> ReadAsync(ITransportConnection connection, int length)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var result = await InTimeAsync(connection.Transport.Input.ReadAtLeastAsync(length).AsTask(), $"{length} bytes that the peer flushed did not arrive.");
        var bytes = result.Buffer.Slice(0, Math.Min(length, result.Buffer.Length)).ToArray();
        connection.Transport.Input.AdvanceTo(result.Buffer.GetPosition(bytes.Length));
        return bytes;
    }

    private async Task<ITransportListener> ListenAsync(TransportEndpoint endpoint) => await InTimeAsync(Transport.ListenAsync(endpoint, default).AsTask(), "ListenAsync did not end.");

    private Task CloseAsync(IAsyncDisposable connectionOrListener) => InTimeAsync(connectionOrListener.DisposeAsync().AsTask(), "DisposeAsync did not end.");

    private static async Task ReadToEndAsync(ITransportConnection connection)
    {
        try
        {
            while (true)
            {
                var result = await connection.Transport.Input.ReadAsync();
                connection.Transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // An aborted connection may also end this way.
        }
    }

    private async Task WaitForClosedAsync(ITransportConnection connection)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (connection.Closed.UnsafeRegister(_ => cancelled.TrySetResult(), null)) await InTimeAsync(cancelled.Task, "Closed was not cancelled, though the connection has ended.");
    }

    /// <summary>A listener and both ends of a connection to it; closed together.</summary>
    private async Task<Pair> OpenAsync()
    {
        var listener = await ListenAsync();
        var client = await ConnectAsync(listener);
        return new Pair(listener, client, await AcceptAsync(listener));
    }

    private sealed record Pair(ITransportListener Listener, ITransportConnection Client, ITransportConnection Server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            // What a test left unsent is of no interest, and a peer that does not read must not hold the end back.
            Client.Abort();
            Server.Abort();
            await Client.DisposeAsync();
            await Server.DisposeAsync();
            await Listener.DisposeAsync();
        }
    }

    /// <summary>A peer that neither takes a connection nor refuses it.</summary>
    /// <param name="Endpoint">Where it is.</param>
    /// <param name="Resources">What makes it; disposed when the test has ended, in this order.</param>
    protected sealed record SilentPeer(TransportEndpoint Endpoint, params IDisposable[] Resources) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            foreach (var resource in Resources) resource.Dispose();
        }
    }
}
