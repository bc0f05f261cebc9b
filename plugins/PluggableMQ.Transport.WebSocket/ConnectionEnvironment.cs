using Microsoft.Extensions.Logging;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>What all connections of a transport share.</summary>
/// <param name="Options">The options.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="Logger">The logging.</param>
/// <param name="Connections">Those that are open.</param>
internal sealed record ConnectionEnvironment(
    WebSocketTransportOptions Options, TimeProvider Clock, ILogger Logger, ConnectionSet Connections);
