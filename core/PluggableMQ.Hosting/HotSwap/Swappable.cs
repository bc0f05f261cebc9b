using System.Diagnostics;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>Something that many threads use and one exchanges between two uses. Entering and leaving cost an interlocked instruction each, on a counter
/// that threads of other processors do not touch, and no allocation.</summary>
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
            var stripe = use.Enter();
            // Entered before it was exchanged: the exchange waits for it. Otherwise it may be on its way out already.
            if (ReferenceEquals(use, _current)) return new Entered(use, stripe);
            use.Leave(stripe);
        }
    }

    /// <summary>Puts something else into force.</summary>
    /// <param name="next">What is used from now on.</param>
    /// <returns>A task that ends when the last use of what was in force before has ended.</returns>
    public Task Exchange(T next) => Interlocked.Exchange(ref _current, new Use(next)).RetireAsync();

    /// <summary>One use. Disposed exactly once, on any thread.</summary>
    internal readonly struct Entered(Use use, int stripe) : IDisposable
    {
        /// <summary>What is used.</summary>
        public T Value => use.Value;

        /// <summary>Cancelled when something else is put into force: a use that waits for something should end.</summary>
        public CancellationToken Retiring => use.Retiring;

        /// <inheritdoc/>
        public void Dispose() => use.Leave(stripe);
    }

    /// <summary>What is used, and how many use it.</summary>
#pragma warning disable CA1001 // The token source has no timer and nobody takes its wait handle: there is nothing to dispose.
    internal sealed class Use(T value)
#pragma warning restore CA1001
    {
        // 16 longs are two cache lines: neighbours are fetched in pairs.
        private const int Spacing = 16;
        private static readonly int Mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64)) - 1;

        private readonly long[] _counts = new long[(Mask + 2) * Spacing];
        private readonly CancellationTokenSource _retiring = new();
        private TaskCompletionSource? _ended;

        public T Value { get; } = value;

        public CancellationToken Retiring => _retiring.Token;

        public int Enter()
        {
            var stripe = ((Thread.GetCurrentProcessorId() & Mask) + 1) * Spacing;
            Interlocked.Increment(ref _counts[stripe]);
            return stripe;
        }

        // On the counter that was entered on: a sum over the counters is then never too low, however it is torn.
        public void Leave(int stripe)
        {
            var left = Interlocked.Decrement(ref _counts[stripe]);
            Debug.Assert(left >= 0);
            if (left == 0 && Volatile.Read(ref _ended) is not null) EndIfUnused();
        }

        public Task RetireAsync()
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // A full fence: a use that saw this one in force is counted by now, or sees that it is not.
            Interlocked.Exchange(ref _ended, ended);
            _retiring.CancelAsync();
            EndIfUnused();
            return ended.Task;
        }

        private void EndIfUnused()
        {
            var sum = 0L;
            foreach (var count in _counts) sum += count;
            if (sum == 0) _ended!.TrySetResult();
        }
    }
}
