using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Hosting.Lifecycle;

/// <summary>Starts participants stage by stage and stops them in reverse order. Used once, by one caller at a time.</summary>
internal sealed class LifecycleRunner(IEnumerable<ILifecycleParticipant> participants, ILogger logger)
{
    // Stable: within a stage the order of registration counts.
    private readonly IReadOnlyList<ILifecycleParticipant> _participants = [.. participants.OrderBy(p => p.Stage)];
    private readonly Stack<ILifecycleParticipant> _started = new();

    /// <summary>Starts all; when one fails, it and those before it are stopped again and the exception goes on.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var participant in _participants)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Before it starts: one that fails half-way has something to give back, too.
                _started.Push(participant);
                await participant.StartAsync(cancellationToken);
                logger.StageStarted(participant.Stage, participant.ToString() ?? "");
            }
        }
        catch
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Stops what was started. A failure is logged and the stop goes on.</summary>
    /// <param name="cancellationToken">Ends the grace time; what does not look at it is left behind shortly afterwards.</param>
    /// <returns>Whether all stopped without failure.</returns>
    public async ValueTask<bool> StopAsync(CancellationToken cancellationToken)
    {
        var clean = true;
        while (_started.TryPop(out var participant))
        {
            try
            {
                await StopAsync(participant, cancellationToken);
            }
            catch (Exception e)
            {
                clean = false;
                logger.StopFailed(participant.ToString() ?? "", participant.Stage, e);
            }
        }

        return clean;
    }

    private static async Task StopAsync(ILifecycleParticipant participant, CancellationToken cancellationToken)
    {
        var stop = participant.StopAsync(cancellationToken).AsTask();
        await stop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stop.WithinLimit($"After the grace time the stop of {participant}");
    }
}
