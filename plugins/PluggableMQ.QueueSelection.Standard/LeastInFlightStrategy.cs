using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>Of two random queues the one with fewer sends under way ("power of two choices"): nearly as even as looking at all, and slow brokers get less.</summary>
/// <remarks>
/// A send is counted from <see cref="Select"/> to <see cref="Report"/>. A report of a send that began before this strategy did, or that another one
/// chose a queue for, takes nothing away; a send that is never reported is forgotten after one to two periods.
/// </remarks>
internal sealed class LeastInFlightStrategy : IQueueSelectionStrategy
{
    private readonly TimeProvider _clock;
    private readonly InFlightTable _table;
    private readonly long _start;
    private readonly long _periodTicks;

    public LeastInFlightStrategy(StandardOptions options, TimeProvider clock)
    {
        _clock = clock;
        _table = new InFlightTable(options.MaxQueues);
        _start = clock.GetTimestamp();
        _periodTicks = TimeSpan.FromSeconds(options.InFlightSeconds).Ticks;
    }

    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        var period = GetPeriod(_clock.GetElapsedTime(_start).Ticks);
        var chosen = Choose(new Candidates(request), period);
        _table.Add(chosen, period);
        return chosen;
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        var now = _clock.GetElapsedTime(_start).Ticks;
        var begun = now - outcome.Elapsed.Ticks;
        if (begun >= 0) _table.Remove(outcome.Queue, GetPeriod(now), GetPeriod(begun));
    }

    /// <summary>Sends to a queue that are under way.</summary>
    internal int GetInFlight(MessageQueue queue) => _table.Get(queue, GetPeriod(_clock.GetElapsedTime(_start).Ticks));

    private MessageQueue Choose(Candidates candidates, uint period)
    {
        var first = Random.Shared.Next(candidates.Count);
        if (candidates.Count == 1) return candidates[first];
        // Another one than the first: one of the others, counted on from it.
        var second = (first + 1 + Random.Shared.Next(candidates.Count - 1)) % candidates.Count;
        var one = candidates[first];
        var other = candidates[second];
        return _table.Get(other, period) < _table.Get(one, period) ? other : one;
    }

    // From 1, so that a fresh count (period 0) is always older.
    private uint GetPeriod(long ticks) => (uint)(ticks / _periodTicks) + 1;
}
