using System.Runtime.InteropServices;

namespace PluggableMQ.Remoting.Hooks;

/// <summary>The hooks that are in force together. A request enters the set when it begins and leaves it when it is over; a set that was
/// replaced knows when the last request has left.</summary>
/// <remarks>
/// Requests are counted in one cell for each core, so that cores share no cache line. Only the sum counts: a request may leave through
/// another cell than it came by.
/// </remarks>
internal sealed class HookSet
{
    /// <summary>As many bits as a request remembers.</summary>
    public const int MaxCount = 64;

    private static readonly int Mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64)) - 1;

    private readonly Cell[] _cells = new Cell[Mask + 1];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isRetired;

    public HookSet(IReadOnlyList<RpcHookEntry> entries)
    {
        if (entries.Count > MaxCount)
            throw new ArgumentException($"There are {entries.Count} hooks, more than the {MaxCount} that one host can run.", nameof(entries));
        Entries = [.. entries];
    }

    /// <summary>The hooks in order.</summary>
    public RpcHookEntry[] Entries { get; }

    /// <summary>Ends when the set was retired and the last request has left.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Enters the set in force.</summary>
    /// <remarks>
    /// Between reading the set in force and being counted in it, it may be replaced and found empty. So it is read again afterwards: if it
    /// is still in force, whoever retires it from now on sees the count; if not, the request leaves again, through the cell by which it
    /// came, so that nobody who adds up the cells meanwhile sees it leave without having seen it come.
    /// </remarks>
    public static HookSet Enter(ref HookSet current)
    {
        while (true)
        {
            var set = Volatile.Read(ref current);
            ref var count = ref set._cells[Thread.GetCurrentProcessorId() & Mask].Count;
            Interlocked.Increment(ref count);
            if (ReferenceEquals(Volatile.Read(ref current), set)) return set;
            Interlocked.Decrement(ref count);
            set.CompleteIfEmpty();
        }
    }

    /// <summary>Leaves. Once for each time it was entered.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref _cells[Thread.GetCurrentProcessorId() & Mask].Count);
        CompleteIfEmpty();
    }

    /// <summary>Notes that it is in force no longer; nobody stays who enters from now on.</summary>
    public void Retire()
    {
        _isRetired = true;
        // Whoever left without seeing the mark is seen by the sum, and whoever is not seen by it sees the mark.
        Interlocked.MemoryBarrier();
        CompleteIfEmpty();
    }

    private void CompleteIfEmpty()
    {
        if (!_isRetired) return;
        long sum = 0;
        foreach (ref var cell in _cells.AsSpan()) sum += Volatile.Read(ref cell.Count);
        if (sum == 0) _drained.TrySetResult();
    }

    // Two lines wide: processors fetch lines in pairs.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(64)]
        public long Count;
    }
}
