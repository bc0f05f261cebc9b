using System.Diagnostics.CodeAnalysis;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting.Calls;

/// <summary>A bounded stack of objects to reuse. Thread-safe.</summary>
/// <remarks>In front of it lies one object for each core: what one thread gives back and takes again at once costs no lock.</remarks>
internal sealed class Pool<T>(int capacity) where T : class
{
    // So many references lie between those of two cores that they share no cache line.
    private const int Stride = 16;

    private readonly Lock _gate = new();
    private readonly T?[] _items = new T?[capacity];
    private readonly T?[] _nearest = new T?[Cores.Count * Stride];
    private int _count;

    /// <summary>Takes an object, if there is one.</summary>
    public bool TryRent([NotNullWhen(true)] out T? item)
    {
        ref var nearest = ref _nearest[Cores.Current * Stride];
        if (nearest is not null && (item = Interlocked.Exchange(ref nearest, null)) is not null) return true;
        lock (_gate)
        {
            if (_count == 0)
            {
                item = null;
                return false;
            }

            item = _items[--_count]!;
            _items[_count] = null;
            return true;
        }
    }

    /// <summary>Gives an object back; dropped when the pool is full.</summary>
    public void Return(T item)
    {
        ref var nearest = ref _nearest[Cores.Current * Stride];
        if (nearest is null && Interlocked.CompareExchange(ref nearest, item, null) is null) return;
        lock (_gate)
        {
            if (_count < _items.Length) _items[_count++] = item;
        }
    }
}
