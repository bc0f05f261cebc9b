using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting;

/// <summary>What one of several NameServers answered.</summary>
/// <param name="Address">The NameServer.</param>
/// <param name="Response">The response, which the caller owns; null when the request failed.</param>
/// <param name="Failure">Why the request failed; null when there is a response.</param>
public sealed record NameServerOutcome(string Address, RemotingCommand? Response, Exception? Failure);
