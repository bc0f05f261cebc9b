using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Persistence;
using PluggableMQ.Broker.Text;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Offsets;

/// <summary>
/// How far groups have consumed (<c>ConsumerOffsetManager</c>). Commits and queries take no lock and allocate nothing once a queue is
/// known.
/// </summary>
internal sealed class ConsumerOffsetService
{
    private const byte Separator = (byte)'@';
    private const int StackLimit = 512;

    // Key: topic@group, as in the file. Topics cannot contain the separator, groups of other clients may.
    private readonly Utf8Map<QueueOffsets> _offsets = new();
    private readonly ConfigFile _file;
    private readonly ILogger<ConsumerOffsetService> _logger;

    public ConsumerOffsetService(BrokerFiles files, ILogger<ConsumerOffsetService> logger)
    {
        _file = files.ConsumerOffsets;
        _logger = logger;
    }

    public IEnumerable<QueueOffsets> All => _offsets.Values;

    /// <summary>Reads <c>consumerOffset.json</c>.</summary>
    /// <exception cref="InvalidDataException">The file and its backup are broken.</exception>
    public void Load()
    {
        if (_file.Read(static bytes => ConsumerOffsetTable.Decode(bytes)) is not { } saved) return;
        foreach (var (key, offsets) in saved.OffsetTable)
        {
            var at = key.IndexOf((char)Separator, StringComparison.Ordinal);
            if (at <= 0) continue;
            var entry = GetOrAdd(key);
            foreach (var (queueId, offset) in offsets) entry.Set(queueId, offset);
        }
    }

    /// <summary>Records an offset; any value, also one that goes back.</summary>
    public void Commit(ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic, int queueId, long offset)
    {
        var length = topic.Length + 1 + group.Length;
        Span<byte> key = length <= StackLimit ? stackalloc byte[StackLimit] : new byte[length];
        key = Join(key, topic, group);
        (_offsets.Find(key) ?? GetOrAdd(Encoding.UTF8.GetString(key))).Set(queueId, offset);
    }

    /// <inheritdoc cref="Commit(ReadOnlySpan{byte}, ReadOnlySpan{byte}, int, long)"/>
    public void Commit(string group, string topic, int queueId, long offset) => GetOrAdd(Join(topic, group)).Set(queueId, offset);

    /// <summary>Finds a recorded offset.</summary>
    public bool TryGet(ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic, int queueId, out long offset)
    {
        var length = topic.Length + 1 + group.Length;
        Span<byte> key = length <= StackLimit ? stackalloc byte[StackLimit] : new byte[length];
        offset = 0;
        return _offsets.TryGet(Join(key, topic, group), out var entry) && entry.TryGet(queueId, out offset);
    }

    /// <inheritdoc cref="TryGet(ReadOnlySpan{byte}, ReadOnlySpan{byte}, int, out long)"/>
    public bool TryGet(string group, string topic, int queueId, out long offset)
    {
        offset = 0;
        return Find(group, topic) is { } entry && entry.TryGet(queueId, out offset);
    }

    public QueueOffsets? Find(string group, string topic) => _offsets.Find(Join(topic, group));

    public IEnumerable<string> FindTopics(string group) => All.Where(entry => entry.Group == group).Select(entry => entry.Topic);

    public IEnumerable<string> FindGroups(string topic) => All.Where(entry => entry.Topic == topic).Select(entry => entry.Group);

    public void RemoveGroup(string group)
    {
        foreach (var (key, entry) in _offsets.Entries)
        {
            if (entry.Group == group) _offsets.TryRemove(key, out _);
        }
    }

    /// <summary>All offsets, as they are now.</summary>
    public ConsumerOffsetTable GetSnapshot()
    {
        var table = new ConsumerOffsetTable();
        foreach (var (key, entry) in _offsets.Entries) table.OffsetTable[key] = entry.ToSorted();
        return table;
    }

    /// <summary>Writes <c>consumerOffset.json</c>.</summary>
    public void Save()
    {
        try
        {
            _file.Write(GetSnapshot().EncodePretty());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            BrokerLog.ConfigNotSaved(_logger, _file.FilePath, e);
        }
    }

    private QueueOffsets GetOrAdd(string key) => _offsets.GetOrAdd(key, static text =>
    {
        var at = text.IndexOf((char)Separator, StringComparison.Ordinal);
        return new QueueOffsets(text[..at], text[(at + 1)..]);
    });

    private static string Join(string topic, string group) => $"{topic}@{group}";

    private static Span<byte> Join(Span<byte> target, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> group)
    {
        topic.CopyTo(target);
        target[topic.Length] = Separator;
        group.CopyTo(target[(topic.Length + 1)..]);
        return target[..(topic.Length + 1 + group.Length)];
    }
}
