using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Routing;

/// <summary>Looks for brokers that no longer register, and closes their connections: first after 5 seconds, then every 10.</summary>
internal sealed class LivenessScanner(RouteTable routes, NameServerOptions options, ILogger<LivenessScanner> logger, TimeProvider clock) : ILifecycleParticipant
{
    private ITimer? _timer;

    /// <inheritdoc/>
    public int Stage => LifecycleStage.Services;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var period = TimeSpan.FromMilliseconds(options.ScanNotActiveBrokerInterval);
        _timer = clock.CreateTimer(static state => ((LivenessScanner)state!).Scan(), this, period / 2, period);
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is { } timer) await timer.DisposeAsync();
    }

    private void Scan()
    {
        try
        {
            foreach (var owner in routes.RemoveExpired()) (owner as RemotingConnection)?.Abort("the broker has not registered for too long");
        }
#pragma warning disable CA1031 // An exception on a timer's thread would end the process; the next round tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NameServerLog.ScanFailed(logger, e);
        }
    }
}
