using PluggableMQ.Abstractions.Addressing;

namespace PluggableMQ.Remoting;

/// <summary>Asks an addressing plugin where the NameServers are, and waits no longer than a time limit, whatever the plugin does.</summary>
/// <remarks>One that ignores its token, or blocks its thread, is not asked a second time while it is at it. One caller at a time.</remarks>
/// <param name="addressing">The plugin.</param>
/// <param name="timeout">The time limit.</param>
/// <param name="clock">The clock of the limit.</param>
public sealed class NameServerSource(ITopAddressing addressing, TimeSpan timeout, TimeProvider clock)
{
    private Task<IReadOnlyList<string>>? _running;

    /// <summary>Looks the addresses up.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The addresses.</returns>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>Whatever the plugin throws comes through as it is.</remarks>
    public async ValueTask<IReadOnlyList<string>> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await FetchInTimeAsync(cancellationToken).ConfigureAwait(false);
            (addressing as ILookupObserver)?.LookupEnded(found.Count, null);
            return found;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && addressing is ILookupObserver observer)
        {
            observer.LookupEnded(0, e is TimeoutException ? e.Message : $"{e.GetType().Name}: {e.Message}");
            throw;
        }
    }

    private async ValueTask<IReadOnlyList<string>> FetchInTimeAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var token = both.Token;
        // What a lookup that was left behind failed with later says nothing about this one.
        if (_running is { IsCompleted: true, IsCompletedSuccessfully: false }) _running = null;
        // On a thread of its own, once in two minutes: a start must not hang because a plugin blocks, nor a lookup seem to hang because the
        // thread pool is busy.
        var running = _running ??= Task.Factory.StartNew(
            () => addressing.FetchNameServersAsync(token).AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
        try
        {
            await ((Task)running).WaitAsync(timeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!running.IsCompleted) throw new TimeoutException($"{TimeoutText}, and the lookup goes on");
            return await running ?? throw new InvalidOperationException("the addressing plugin returned null");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            throw new TimeoutException(TimeoutText, e);
        }
        finally
        {
            if (running.IsCompleted) _running = null;
            else _ = running.ContinueWith(
                static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private string TimeoutText => $"no answer within {timeout.TotalMilliseconds:0} ms from {addressing}";
}
