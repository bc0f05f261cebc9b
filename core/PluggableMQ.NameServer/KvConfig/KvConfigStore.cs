using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.KvConfig;

/// <summary>Keys and values by namespace (<c>KVConfigManager</c>), kept in a file. Thread-safe: a change replaces the table, readers take no lock.</summary>
internal sealed class KvConfigStore(NameServerOptions options, ILogger<KvConfigStore> logger) : ILifecycleParticipant
{
    /// <summary>Topic to the order of its queues; goes to brokers with each registration, and into routes.</summary>
    public const string OrderTopicNamespace = "ORDER_TOPIC_CONFIG";

    // Peers write this file; it must fit into memory several times over.
    private const int MaxFileLength = 16 * 1024 * 1024;

    private readonly Lock _changing = new();
    private readonly string _path = options.KvConfigPath;
    private volatile KvConfigTable _table = new();

    /// <inheritdoc/>
    public int Stage => LifecycleStage.Metadata;

    /// <summary>Reads the file. One that cannot be read stops the start: going on would overwrite it at the next change.</summary>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_path)) return default;
        try
        {
            _table = KvConfigTable.Decode(File.ReadAllBytes(_path));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{_path} (kvConfigPath) cannot be read: {e.Message} Mend the file, or move it away to start with none.", e);
        }

        NameServerLog.KvConfigLoaded(logger, _path, _table.ConfigTable.Values.Sum(static values => values.Count));
        return default;
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => default;

    /// <summary>The value, or null.</summary>
    public string? Get(string @namespace, string key) => GetNamespace(@namespace)?.GetValueOrDefault(key);

    /// <summary>All of a namespace, or null. Not to be changed.</summary>
    public Dictionary<string, string>? GetNamespace(string @namespace) => _table.ConfigTable.GetValueOrDefault(@namespace);

    /// <summary>Sets a value and writes the file.</summary>
    /// <exception cref="IOException">The file could not be written; nothing has changed.</exception>
    public void Put(string @namespace, string key, string value) => Change(@namespace, values => values[key] = value, create: true);

    /// <summary>Removes a key, if it is there, and writes the file.</summary>
    /// <exception cref="IOException">The file could not be written; nothing has changed.</exception>
    public void Delete(string @namespace, string key) => Change(@namespace, values => values.Remove(key), create: false);

    /// <summary>A namespace as a response's body.</summary>
    public static byte[] EncodeTable(Dictionary<string, string> values) => new KvTable { Table = values }.Encode();

    private void Change(string @namespace, Action<Dictionary<string, string>> change, bool create)
    {
        lock (_changing)
        {
            var namespaces = new Dictionary<string, Dictionary<string, string>>(_table.ConfigTable, StringComparer.Ordinal);
            if (!namespaces.TryGetValue(@namespace, out var old) && !create) return;
            var values = new Dictionary<string, string>(old ?? [], StringComparer.Ordinal);
            change(values);
            namespaces[@namespace] = values;
            var table = new KvConfigTable { ConfigTable = namespaces };
            Save(table.Encode());
            _table = table;
        }
    }

    private void Save(byte[] content)
    {
        if (content.Length > MaxFileLength) throw new IOException($"The KV configuration would have {content.Length} bytes, {MaxFileLength} are allowed. Delete what is not needed.");
        try
        {
            AtomicFile.Write(_path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The KV configuration could not be written to {_path} (kvConfigPath), nothing has changed: {e.Message}", e);
        }
    }
}
