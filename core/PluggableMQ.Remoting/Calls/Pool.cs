using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Remoting.Calls;

/// <summary>A bounded stack of objects to reuse. Thread-safe.</summary>
internal sealed class Pool<T>(int capacity) where T : class
{
    private readonly Lock _gate = new();
    private readonly T?[] _items = new T?[capacity];
    private int _count;

    /// <summary>Takes an object, if there is one.</summary>
    public bool TryRent([NotNullWhen(true)] out T? item)
    {
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
        lock (_gate)
        {
            if (_count < _items.Length) _items[_count++] = item;
        }
    }
}
