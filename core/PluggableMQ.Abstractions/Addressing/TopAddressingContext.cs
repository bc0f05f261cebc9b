using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Abstractions.Addressing;

/// <summary>What an address lookup is made with.</summary>
/// <param name="Role">The host that asks.</param>
/// <param name="ConfiguredAddresses">Addresses given by <c>-n</c>, <c>namesrvAddr</c> or the environment; empty when none was given.</param>
/// <param name="UnitName">RocketMQ's unit name, which the HTTP lookup appends to its URL; null when there is none.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="LoggerFactory">The host's logging.</param>
public sealed record TopAddressingContext(
    HostRole Role, IReadOnlyList<string> ConfiguredAddresses, string? UnitName, TimeProvider Clock, ILoggerFactory LoggerFactory);
