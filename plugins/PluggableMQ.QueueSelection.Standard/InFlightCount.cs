namespace PluggableMQ.QueueSelection.Standard;

/// <summary>How many sends to one queue are under way: those begun in this period and those begun in the one before. Older ones are forgotten, so that a
/// send that is never reported does not count for ever.</summary>
internal sealed class InFlightCount
{
    private const int MaxCount = ushort.MaxValue;

    // The period in the upper 32 bits, then 16 bits for the sends of the period before, and 16 bits for those of this one: one word, no lock.
    private long _state;

    /// <summary>Sends under way.</summary>
    public int Get(uint period)
    {
        var state = At(Volatile.Read(ref _state), period);
        return Before(state) + Now(state);
    }

    /// <summary>A send begins.</summary>
    public void Add(uint period)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            var state = At(seen, period);
            if (Now(state) == MaxCount || Interlocked.CompareExchange(ref _state, state + 1, seen) == seen) return;
        }
    }

    /// <summary>A send that began in a period has ended. What was not counted takes nothing away.</summary>
    public void Remove(uint period, uint begunIn)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            var state = At(seen, period);
            long taken;
            if (begunIn >= PeriodOf(state)) taken = Now(state) > 0 ? 1 : 0;
            else if (begunIn == PeriodOf(state) - 1) taken = Before(state) > 0 ? 1L << 16 : 0;
            else return;
            if (taken == 0 || Interlocked.CompareExchange(ref _state, state - taken, seen) == seen) return;
        }
    }

    // The same count seen from a later period. Another thread may already have moved on: then its period holds.
    private static long At(long state, uint period)
    {
        var last = PeriodOf(state);
        if (period <= last) return state;
        return ((long)period << 32) | (period == last + 1 ? (long)Now(state) << 16 : 0);
    }

    private static uint PeriodOf(long state) => (uint)(state >>> 32);

    private static int Before(long state) => (ushort)(state >>> 16);

    private static int Now(long state) => (ushort)state;
}
