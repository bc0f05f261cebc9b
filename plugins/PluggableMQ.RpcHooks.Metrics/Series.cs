using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.RpcHooks.Metrics;

/// <summary>What tells one series from another.</summary>
/// <param name="Direction">Received or sent.</param>
/// <param name="RequestCode">The request code.</param>
/// <param name="ResponseCode">The response code, or null when there was no response.</param>
/// <param name="Failure">The type's name of what went wrong instead of a response, or null. No type: it could belong to a plugin that goes.</param>
internal readonly record struct Series(RpcDirection Direction, int RequestCode, int? ResponseCode, string? Failure);
