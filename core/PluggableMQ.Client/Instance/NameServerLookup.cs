using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Instance;

/// <summary>Keeps the list of NameServers up to date; a failed or empty lookup keeps the one in force.</summary>
internal sealed class NameServerLookup(ITopAddressing addressing, NameServerConnector nameServers, TimeSpan timeout, TimeProvider clock, ILogger logger)
{
    private readonly NameServerSource _source = new(addressing, timeout, clock);

    /// <summary>Has a lookup run soon after the plugin tells of a change; null when it does not.</summary>
    /// <param name="lookups">The lookups by time: it is asked to run now, because only one lookup may run at a time.</param>
    public AddressingWatch? Watch(PeriodicTask lookups)
    {
        return AddressingWatch.TryStart(addressing, RunNow, clock, logger);

        ValueTask RunNow(CancellationToken cancellationToken)
        {
            lookups.RunNow();
            return default;
        }
    }

    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            nameServers.UpdateAddresses(await _source.FetchAsync(cancellationToken).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // A plugin may throw anything; the addresses in force stay.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.NameServerLookupFailed(e.Message);
        }
    }
}
