using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Abstractions.RpcHooks;

/// <summary>What a hook is made with.</summary>
/// <param name="Role">The host whose requests it sees.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="LoggerFactory">The host's logging.</param>
public sealed record RpcHookCreationContext(HostRole Role, TimeProvider Clock, ILoggerFactory LoggerFactory);
