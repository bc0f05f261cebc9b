using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Broker.Text;

/// <summary>A concurrent map by name whose lookups take a string or UTF-8 bytes; lookups neither lock nor allocate.</summary>
/// <typeparam name="TValue">The value.</typeparam>
internal sealed class Utf8Map<TValue>
    where TValue : class
{
    private readonly ConcurrentDictionary<string, TValue> _entries = new(Utf8StringComparer.Instance);
    private readonly ConcurrentDictionary<string, TValue>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8;

    public Utf8Map() => _byUtf8 = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>How many entries there are; counts under all locks, so not for hot paths.</summary>
    public int Count => _entries.Count;

    /// <summary>The values, as they were at some moment during the enumeration.</summary>
    public IEnumerable<TValue> Values => _entries.Select(pair => pair.Value);

    /// <summary>Names and values, likewise.</summary>
    public IEnumerable<KeyValuePair<string, TValue>> Entries => _entries;

    public bool TryGet(string name, [MaybeNullWhen(false)] out TValue value) => _entries.TryGetValue(name, out value);

    public bool TryGet(ReadOnlySpan<byte> utf8Name, [MaybeNullWhen(false)] out TValue value) => _byUtf8.TryGetValue(utf8Name, out value);

    public TValue? Find(string name) => _entries.TryGetValue(name, out var value) ? value : null;

    public TValue? Find(ReadOnlySpan<byte> utf8Name) => _byUtf8.TryGetValue(utf8Name, out var value) ? value : null;

    public TValue GetOrAdd(string name, Func<string, TValue> create) => _entries.GetOrAdd(name, create);

    public void Set(string name, TValue value) => _entries[name] = value;

    public bool TryAdd(string name, TValue value) => _entries.TryAdd(name, value);

    public bool TryRemove(string name, [MaybeNullWhen(false)] out TValue value) => _entries.TryRemove(name, out value);

    /// <summary>Removes the entry only while it holds this value.</summary>
    public bool TryRemove(string name, TValue expected) => _entries.TryRemove(new KeyValuePair<string, TValue>(name, expected));
}
