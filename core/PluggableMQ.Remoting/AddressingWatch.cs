using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting;

/// <summary>Looks the NameServers up again soon after their source tells of a change: one second later, so at most once a second.</summary>
public sealed class AddressingWatch : IAsyncDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(120);

    private readonly CancellationTokenSource _stopping = new();
    private readonly IAddressingChangeSource _source;
    private readonly Func<CancellationToken, ValueTask> _refresh;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Task _running;
    private int _disposed;

    private AddressingWatch(IAddressingChangeSource source, Func<CancellationToken, ValueTask> refresh, TimeProvider clock, ILogger logger)
    {
        _source = source;
        _refresh = refresh;
        _clock = clock;
        _logger = logger;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Begins to watch.</summary>
    /// <param name="addressing">The lookup.</param>
    /// <param name="refresh">Looks up; called by this watch one at a time.</param>
    /// <param name="clock">Decides when.</param>
    /// <param name="logger">Told when the source fails.</param>
    /// <returns>The watch; null when the lookup does not tell of changes.</returns>
    public static AddressingWatch? TryStart(
        ITopAddressing addressing, Func<CancellationToken, ValueTask> refresh, TimeProvider clock, ILogger logger)
        => addressing is IAddressingChangeSource source ? new AddressingWatch(source, refresh, clock, logger) : null;

    /// <summary>Ends the watch and waits for a lookup in progress, for five seconds at most: a source that does not look at its token is left
    /// behind.</summary>
    /// <returns>A task that ends when nothing runs any more, or never will end.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        var ended = EndAsync();
        await ended.WaitAsync(Grace, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted) RemotingLog.AddressingWatchLeft(_logger, _source.ToString() ?? "", Grace.TotalSeconds);
    }

    private async Task EndAsync()
    {
        // What the source has registered with the token is its code, too.
        await _stopping.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var cancellationToken = _stopping.Token;
        while (true)
        {
            var hasTold = await TryAsync(_source.WaitForChangeAsync, cancellationToken).ConfigureAwait(false);
            await Task.Delay(hasTold ? Settle : AfterFailure, _clock, cancellationToken).ConfigureAwait(false);
            await TryAsync(_refresh, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TryAsync(Func<CancellationToken, ValueTask> step, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // A plugin may throw anything; the lookups by time go on without it.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            RemotingLog.AddressingWatchFailed(_logger, e.GetType().Name, e.Message);
            return false;
        }
    }
}
