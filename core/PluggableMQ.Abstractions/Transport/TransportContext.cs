using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Abstractions.Transport;

/// <summary>What a transport is made with.</summary>
/// <param name="Role">The host that it is made for.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="LoggerFactory">The host's logging.</param>
public sealed record TransportContext(HostRole Role, TimeProvider Clock, ILoggerFactory LoggerFactory);
