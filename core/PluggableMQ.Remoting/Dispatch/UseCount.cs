using System.Runtime.InteropServices;

namespace PluggableMQ.Remoting.Dispatch;

/// <summary>Counts the uses of something that can be replaced while it is used, and tells when the last one has ended. Thread-safe; costs no
/// lock and no allocation.</summary>
/// <remarks>
/// Uses are counted in one cell for each core, so that cores share no cache line. Only the sum counts: a use may end through another
/// cell than it began by. Between reading what is in force and being counted, it may be replaced and found unused. So a user reads again
/// afterwards: if it is still in force, whoever retires it from now on sees the count; if not, the user steps back, through the cell by
/// which it came, so that nobody who adds up the cells meanwhile sees it leave without having seen it come.
/// </remarks>
internal sealed class UseCount
{
    private readonly Cell[] _cells = new Cell[Cores.Count];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isRetired;

    /// <summary>Ends when it was retired and the last use has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Begins a use.</summary>
    /// <returns>The cell, for <see cref="StepBack"/>.</returns>
    public int Enter()
    {
        var cell = Cores.Current;
        Interlocked.Increment(ref _cells[cell].Count);
        return cell;
    }

    /// <summary>Takes <see cref="Enter"/> back: it was replaced meanwhile.</summary>
    /// <param name="cell">What <see cref="Enter"/> returned.</param>
    public void StepBack(int cell)
    {
        Interlocked.Decrement(ref _cells[cell].Count);
        EndIfUnused();
    }

    /// <summary>Ends a use, on any thread. Once for each that began.</summary>
    public void Leave() => StepBack(Cores.Current);

    /// <summary>Notes that it is in force no longer; nobody stays who enters from now on.</summary>
    public void Retire()
    {
        _isRetired = true;
        // Whoever left without seeing the mark is seen by the sum, and whoever is not seen by it sees the mark.
        Interlocked.MemoryBarrier();
        EndIfUnused();
    }

    private void EndIfUnused()
    {
        if (!_isRetired) return;
        long sum = 0;
        foreach (ref var cell in _cells.AsSpan()) sum += Volatile.Read(ref cell.Count);
        if (sum == 0) _ended.TrySetResult();
    }

    // Two lines wide: processors fetch lines in pairs.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(64)]
        public long Count;
    }
}
