using PluggableMQ.Client.Exchange;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>Something that many threads use and one exchanges between two uses. A use costs two interlocked instructions, on counters that threads of
/// other processors seldom touch, and no allocation.</summary>
/// <typeparam name="T">What is used.</typeparam>
/// <param name="first">What is used at first.</param>
internal sealed class Swappable<T>(T first) where T : class
{
    private volatile Use _current = new(first);

    /// <summary>Takes what is in force for one use, which ends with the disposal of what is returned.</summary>
    public Entered Enter()
    {
        while (true)
        {
            var use = _current;
            var cell = use.Uses.Enter();
            if (ReferenceEquals(use, _current)) return new Entered(use);
            use.Uses.StepBack(cell);
        }
    }

    /// <summary>Puts something else into force.</summary>
    /// <param name="next">What is used from now on.</param>
    /// <returns>A task that ends when the last use of what was in force before has ended.</returns>
    public Task Exchange(T next)
    {
        var old = Interlocked.Exchange(ref _current, new Use(next));
        old.Uses.Retire();
        _ = old.Retiring.CancelAsync();
        return old.Uses.Ended;
    }

    /// <summary>Makes a call that may hang: on a thread of its own, and given up as soon as something else is put into force. What was called
    /// counts as used until it comes back.</summary>
    /// <param name="call">Makes the call.</param>
    /// <param name="cancellationToken">Handed on to it.</param>
    /// <returns>The result; or none, when the call was given up.</returns>
    public async Task<(bool HasEnded, TResult Result)> CallAsync<TResult>(
        Func<T, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
    {
        var use = Enter();
        var stop = new CancellationTokenSource();
        var running = Task.Factory.StartNew(
            () => call(use.Value, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        _ = running.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                use.Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        // On other threads: what the plugin has registered may block.
        await using (cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).CancelAsync(), stop))
        {
            await ((Task)running).WaitAsync(use.Retiring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (running.IsCompleted) return (true, await running);
        _ = stop.CancelAsync();
        return (false, default!);
    }

    /// <summary>One use. Disposed exactly once, on any thread.</summary>
    internal readonly struct Entered(Use use) : IExchangeableUse<T>
    {
        /// <inheritdoc/>
        public T Value => use.Value;

        /// <inheritdoc/>
        public CancellationToken Retiring => use.Retiring.Token;

        /// <inheritdoc/>
        public void Dispose() => use.Uses.Leave();
    }

    /// <summary>What is used, and how many use it.</summary>
#pragma warning disable CA1001 // The token source has no timer and nobody takes its wait handle: there is nothing to dispose.
    internal sealed class Use(T value)
#pragma warning restore CA1001
    {
        public T Value { get; } = value;

        public UseCount Uses { get; } = new();

        public CancellationTokenSource Retiring { get; } = new();
    }
}
