using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Persistence;
using PluggableMQ.Broker.Text;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Topics;

/// <summary>The broker's topics (<c>TopicConfigManager</c>). Lookups take no lock; changes are serialised and saved.</summary>
internal sealed class TopicConfigService
{
    private readonly Lock _gate = new();
    private readonly Utf8Map<TopicEntry> _topics = new();
    private readonly BrokerOptions _options;
    private readonly ConfigFile _file;
    private readonly TimeProvider _clock;
    private readonly ILogger<TopicConfigService> _logger;

    public TopicConfigService(
        BrokerOptions options, SystemTopics systemTopics, BrokerFiles files, TimeProvider clock, ILogger<TopicConfigService> logger)
    {
        _options = options;
        _file = files.Topics;
        _clock = clock;
        _logger = logger;
        SystemTopics = systemTopics;
        Version = DataVersion.Create(clock);
        foreach (var topic in systemTopics.All) _topics.Set(topic.TopicName, new TopicEntry(topic));
    }

    /// <summary>
    /// Told of a topic that came into being by itself; its NameServers should hear of it. Set once, before the broker listens.
    /// </summary>
    public Action<TopicConfig>? Created { get; set; }

    public SystemTopics SystemTopics { get; }

    public DataVersion Version { get; private set; }

    public IEnumerable<TopicEntry> All => _topics.Values;

    /// <summary>Reads <c>topics.json</c> over the system topics.</summary>
    /// <exception cref="InvalidDataException">The file and its backup are broken.</exception>
    public void Load()
    {
        if (_file.Read(static bytes => TopicConfigSerializeWrapper.Decode(bytes)) is not { } saved) return;
        lock (_gate)
        {
            foreach (var (name, config) in saved.TopicConfigTable) _topics.Set(name, new TopicEntry(Named(config, name)));
            Version = saved.DataVersion;
        }
    }

    public bool TryGet(ReadOnlySpan<byte> utf8Name, [MaybeNullWhen(false)] out TopicEntry topic) => _topics.TryGet(utf8Name, out topic);

    public TopicEntry? Find(string name) => _topics.Find(name);

    /// <summary>The names of all topics, as they are now.</summary>
    public HashSet<string> GetNames() => _topics.Values.Select(topic => topic.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Gives the table a new version without a change, so that NameServers take over what is registered next.</summary>
    public void Touch()
    {
        lock (_gate) SaveNextVersion();
    }

    /// <summary>All topics and their version, as they are now.</summary>
    public TopicConfigSerializeWrapper GetSnapshot()
    {
        lock (_gate)
        {
            var snapshot = new TopicConfigSerializeWrapper { DataVersion = Version };
            foreach (var (name, entry) in _topics.Entries) snapshot.TopicConfigTable[name] = entry.Config;
            return snapshot;
        }
    }

    /// <summary>Creates a topic that a producer sends to from its template, if that exists and may be inherited from.</summary>
    /// <returns>The topic, also when somebody else was faster; null when it may not be created.</returns>
    public TopicEntry? CreateFromTemplate(string topic, string template, int wantedQueues, int sysFlag, string client)
    {
        TopicEntry created;
        lock (_gate)
        {
            if (_topics.TryGet(topic, out var existing)) return existing;
            if (!_topics.TryGet(template, out var source)) return null;
            var model = source.Config;
            var permission = template == TopicNames.AutoCreate && !_options.AutoCreateTopicEnable
                ? Permission.Read | Permission.Write
                : model.Perm;
            if (!Permission.IsInherited(permission)) return null;
            var queues = Math.Max(0, Math.Min(wantedQueues, model.WriteQueueNums));
            created = Add(new TopicConfig
            {
                TopicName = topic,
                ReadQueueNums = queues,
                WriteQueueNums = queues,
                Perm = permission & ~Permission.Inherit,
                TopicFilterType = model.TopicFilterType,
                TopicSysFlag = sysFlag,
            });
            BrokerLog.TopicCreated(_logger, topic, queues, template, client);
        }

        Created?.Invoke(created.Config);
        return created;
    }

    /// <summary>Gets a topic of the broker's own (retry, dead letter, transactions), and makes it when it is not there.</summary>
    public TopicEntry GetOrCreate(string topic, int queues, int permission, int sysFlag = 0)
    {
        if (_topics.TryGet(topic, out var existing)) return existing;
        TopicEntry created;
        lock (_gate)
        {
            if (_topics.TryGet(topic, out existing)) return existing;
            created = Add(
                new TopicConfig { TopicName = topic, ReadQueueNums = queues, WriteQueueNums = queues, Perm = permission, TopicSysFlag = sysFlag });
            BrokerLog.TopicCreated(_logger, topic, queues, "none", "the broker");
        }

        Created?.Invoke(created.Config);
        return created;
    }

    /// <summary>Creates or replaces a topic, as an administrator asks.</summary>
    public void Update(TopicConfig config)
    {
        lock (_gate)
        {
            if (_topics.TryGet(config.TopicName, out var entry)) entry.Config = config;
            else _topics.Set(config.TopicName, new TopicEntry(config));
            SaveNextVersion();
        }

        BrokerLog.TopicUpdated(_logger, config.TopicName, TopicText.Describe(config));
    }

    public void Delete(string topic)
    {
        lock (_gate)
        {
            if (!_topics.TryRemove(topic, out _)) return;
            SaveNextVersion();
        }

        BrokerLog.TopicDeleted(_logger, topic);
    }

    /// <summary>Takes over which topics are ordered, from the answer to a registration.</summary>
    public void UpdateOrderTopics(IReadOnlySet<string> ordered)
    {
        lock (_gate)
        {
            var changed = false;
            foreach (var entry in _topics.Values)
            {
                var order = ordered.Contains(entry.Name);
                if (entry.Config.Order == order) continue;
                var config = entry.Config.Clone();
                config.Order = order;
                entry.Config = config;
                changed = true;
            }

            if (changed) SaveNextVersion();
        }
    }

    /// <summary>Writes <c>topics.json</c>.</summary>
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

    private static TopicConfig Named(TopicConfig config, string name)
    {
        config.TopicName = name;
        return config;
    }

    private TopicEntry Add(TopicConfig config)
    {
        var entry = new TopicEntry(config);
        _topics.Set(config.TopicName, entry);
        SaveNextVersion();
        return entry;
    }

    private void SaveNextVersion()
    {
        Version = Version.Next(_clock);
        Save();
    }
}
