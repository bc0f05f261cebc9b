using System.Globalization;

namespace PluggableMQ.Plugins.Loading;

/// <summary>Calls code of plugins that somebody waits for: on a thread of its own, so that one that blocks keeps nobody else's, and no longer
/// than a limit. What is given up goes on by itself.</summary>
internal static class PluginCall
{
    /// <summary>How long a plugin has for one call: to configure itself, to make an instance, and to start, stop or dispose one.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Makes a call, and keeps the caller's thread until it has returned or the limit is over. What it returns later is disposed.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What it is, for people.</param>
    /// <exception cref="TimeoutException">It did not return in time.</exception>
    /// <exception cref="Exception">Whatever it throws.</exception>
    public static T Run<T>(Func<T> call, string what)
    {
        var running = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (Task.WaitAny([running], Limit) == 0) return running.GetAwaiter().GetResult();
        _ = DisposeLateAsync(running);
        throw NewTimeout(what);
    }

    /// <summary>Begins a call.</summary>
    public static Task Begin(Func<ValueTask> call)
        => Task.Factory.StartNew(() => call().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <summary>Waits for a call, for as long as the limit allows from now on.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What it is, for people.</param>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    /// <exception cref="Exception">Whatever it throws.</exception>
    public static async Task WithinLimit(this Task call, string what)
    {
        await call.WaitAsync(Limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (call.IsCompleted)
        {
            await call;
            return;
        }

        _ = call.ContinueWith(
            static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        throw NewTimeout(what);
    }

    private static TimeoutException NewTimeout(string what)
        => new(string.Create(CultureInfo.InvariantCulture, $"{what} did not come back within {Limit.TotalSeconds:0} seconds; it is left behind."));

    private static async Task DisposeLateAsync<T>(Task<T> running)
    {
        try
        {
            var late = await running;
            if (late is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else if (late is IDisposable disposable) disposable.Dispose();
        }
        catch (Exception)
        {
            // Whoever asked has heard of the timeout, and is gone.
        }
    }
}
