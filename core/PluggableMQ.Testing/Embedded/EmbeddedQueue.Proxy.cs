using System.Text;

namespace PluggableMQ.Testing;

/// <content>A proxy between clients and the broker.</content>
public sealed partial class EmbeddedQueue
{
    /// <summary>Puts a proxy between the broker and the clients that start from now on: <see cref="SendAsync"/>, <see cref="ReadAllAsync"/>,
    /// producers and consumers of this queue, and what is made with <see cref="Client"/> and its options. What runs already, and
    /// <see cref="Admin"/>, go on without it.</summary>
    /// <param name="rule">Says what is done with each frame; called one frame at a time in each direction of a connection. Null passes
    /// all on.</param>
    /// <param name="clock">Measures <see cref="FrameAction.Delay"/>; null for the system's.</param>
    /// <returns>The proxy. The queue disposes it with the clients, if the caller has not; a later call puts a new one in its place.</returns>
    /// <exception cref="InvalidOperationException">The queue's transport has no sockets.</exception>
    /// <remarks>Clients find the broker in what the NameServer answers: a second proxy changes the broker's address there. An address lookup
    /// that does not use what is configured goes past it.</remarks>
    public FrameProxy StartBrokerProxy(Func<ProxiedFrame, FrameAction>? rule = null, TimeProvider? clock = null)
    {
        if (_options.Transport != "tcp")
        {
            throw new InvalidOperationException(
                $"The queue's transport is '{_options.Transport}'; a proxy needs sockets. Start the queue with options.Transport = \"tcp\".");
        }

        var proxy = FrameProxy.Start(BrokerAddress, rule, clock);
        var names = FrameProxy.Start(NameServerAddress, frame => PointTo(proxy.Address, frame));
        lock (_gate)
        {
            _proxies.Add(proxy);
            _proxies.Add(names);
            // Read by each client when it starts.
            Client.Options.NamesrvAddr = names.Address;
            // The queue's own ones run already: they end with it, and new ones take their place.
            _producer = null;
            _consumer = null;
        }

        return proxy;
    }

    private FrameAction PointTo(string address, ProxiedFrame frame)
    {
        if (!frame.IsResponse || frame.Body.IsEmpty) return FrameAction.Pass;
        var text = Encoding.UTF8.GetString(frame.Body.Span);
        var changed = text.Replace($"\"{BrokerAddress}\"", $"\"{address}\"", StringComparison.Ordinal);
        return changed == text ? FrameAction.Pass : FrameAction.ReplaceBody(frame, Encoding.UTF8.GetBytes(changed));
    }
}
