namespace PluggableMQ.Abstractions.Addressing;

/// <summary>Tells where the NameServers are (<c>TopAddressing</c> in RocketMQ).</summary>
/// <remarks>Asked once at start and again every 120 seconds (<c>ClientConfig</c>, <c>MQClientInstance</c>), by one caller at a time. A
/// changed list takes effect without a restart; an empty list or an exception keeps the one in force. One that learns of changes sooner
/// implements <see cref="IAddressingChangeSource"/> too.</remarks>
public interface ITopAddressing
{
    /// <summary>Looks the addresses up.</summary>
    /// <param name="cancellationToken">Carries the caller's time limit (3 seconds by default).</param>
    /// <returns>Addresses in the form that <see cref="Transport.TransportEndpoint"/> parses, in any order; empty when none is known.</returns>
    /// <exception cref="IOException">The source of the addresses could not be reached or answered with something else.</exception>
    ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken);
}
