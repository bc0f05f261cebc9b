using System.Buffers;
using System.Text;
using PluggableMQ.Protocol;

namespace PluggableMQ.Storage.Shared;

/// <summary>The keys under which a message is found: UNIQ_KEY first, then each word of KEYS.</summary>
internal ref struct MessageKeys
{
    private readonly ReadOnlySpan<byte> _properties;
    private ReadOnlySpan<byte> _words;
    private bool _started;

    /// <summary>Goes through the keys of a message.</summary>
    /// <param name="properties">The properties text in UTF-8.</param>
    public MessageKeys(ReadOnlySpan<byte> properties) => _properties = properties;

    /// <summary>The present key in UTF-8.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes on to the next key.</summary>
    /// <returns>False when there is none.</returns>
    public bool MoveNext()
    {
        if (!_started)
        {
            _started = true;
            if (PropertiesCodec.TryGet(_properties, "KEYS"u8, out var words)) _words = words;
            if (PropertiesCodec.TryGet(_properties, "UNIQ_KEY"u8, out var unique) && !unique.IsEmpty)
            {
                Current = unique;
                return true;
            }
        }

        _words = _words.TrimStart((byte)' ');
        if (_words.IsEmpty) return false;
        var end = _words.IndexOf((byte)' ');
        Current = end < 0 ? _words : _words[..end];
        _words = _words[Current.Length..];
        return true;
    }

    /// <summary>The hash of <c>topic#key</c> as the index has it: never negative (<c>IndexFile.indexKeyHashMethod</c>).</summary>
    /// <param name="topic">The topic in UTF-8.</param>
    /// <param name="key">The key in UTF-8.</param>
    public static int Hash(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> key)
    {
        var length = topic.Length + 1 + key.Length;
        var rented = length > 256 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented ?? stackalloc byte[256];
        topic.CopyTo(text);
        text[topic.Length] = (byte)'#';
        key.CopyTo(text[(topic.Length + 1)..]);
        var hash = JavaHash.Of((ReadOnlySpan<byte>)text[..length]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return hash == int.MinValue ? 0 : Math.Abs(hash);
    }

    /// <inheritdoc cref="Hash(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static int Hash(string topic, string key) => Hash(Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(key));
}
