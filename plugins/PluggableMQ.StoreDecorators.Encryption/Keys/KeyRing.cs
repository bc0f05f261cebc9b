using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PluggableMQ.StoreDecorators.Encryption.Keys;

/// <summary>The master keys, the data key for new messages, and the data keys of messages that were read. Thread-safe.</summary>
internal sealed class KeyRing : IDisposable
{
    // A data key serves a million messages or an hour: more are alive only where reads jump about in old messages.
    private const int MaxCached = 4096;

    private readonly ConcurrentDictionary<UInt128, DataKey> _cache = new();
    private readonly MasterKey[] _masters;
    private readonly MasterKey _active;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _life;
    private readonly int _messages;
    private readonly Lock _lock = new();
    private volatile DataKey? _current;
    private long _since;

    public KeyRing(EncryptionOptions options, TimeProvider clock)
    {
        _masters = [.. options.Keys.Select(MasterKey.Load)];
        _active = _masters.Single(key => key.Id == options.ActiveKey);
        _clock = clock;
        _life = TimeSpan.FromMinutes(options.DataKeyMinutes);
        _messages = options.DataKeyMessages;
    }

    /// <summary>The id of the master key for new messages.</summary>
    public string ActiveId => _active.Id;

    /// <summary>The ids of all master keys.</summary>
    public IEnumerable<string> Ids => _masters.Select(key => key.Id);

    /// <summary>The data key for a new message.</summary>
    public DataKey GetCurrent() => _current is { } key && IsFresh(key) ? key : Renew();

    /// <summary>The data key of a stored message.</summary>
    /// <param name="envelope">The message's envelope.</param>
    /// <param name="key">The key.</param>
    /// <returns>Why there is none.</returns>
    public Unreadable Find(in Envelope envelope, out DataKey? key)
    {
        var tag = BinaryPrimitives.ReadUInt128BigEndian(envelope.Wrapped[^DataKey.TagLength..]);
        if (_cache.TryGetValue(tag, out key) && envelope.Prefix.SequenceEqual(key.Prefix)) return Unreadable.No;
        key = null;
        foreach (var master in _masters)
        {
            if (!envelope.MasterId.SequenceEqual(master.IdUtf8)) continue;
            var bytes = new byte[MasterKey.Length];
            if (!master.TryUnwrap(envelope.Wrapped, bytes)) return Unreadable.Tampered;
            key = new DataKey(bytes, envelope.Prefix.ToArray());
            Keep(tag, key);
            return Unreadable.No;
        }

        return Unreadable.KeyMissing;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var master in _masters) master.Dispose();
    }

    private bool IsFresh(DataKey key) => key.Used < _messages && _clock.GetElapsedTime(Volatile.Read(ref _since)) < _life;

    private DataKey Renew()
    {
        lock (_lock)
        {
            if (_current is { } current && IsFresh(current)) return current;
            var bytes = RandomNumberGenerator.GetBytes(MasterKey.Length);
            var prefix = new byte[Envelope.GetPrefixLength(_active.IdUtf8.Length)];
            Envelope.WritePrefix(prefix, _active.IdUtf8);
            var wrapped = prefix.AsSpan(prefix.Length - MasterKey.WrappedLength);
            _active.Wrap(bytes, wrapped);
            var key = new DataKey(bytes, prefix);
            Keep(BinaryPrimitives.ReadUInt128BigEndian(wrapped[^DataKey.TagLength..]), key);
            Volatile.Write(ref _since, _clock.GetTimestamp());
            _current = key;
            return key;
        }
    }

    private void Keep(UInt128 tag, DataKey key)
    {
        if (_cache.Count >= MaxCached) _cache.Clear();
        _cache[tag] = key;
    }
}
