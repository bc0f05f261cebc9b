using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Persistence;
using PluggableMQ.Broker.Text;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Groups;

/// <summary>
/// The broker's consumer groups (<c>SubscriptionGroupManager</c>). Lookups take no lock; changes are serialised and saved.
/// </summary>
internal sealed class SubscriptionGroupService
{
    private readonly Lock _gate = new();
    private readonly Utf8Map<SubscriptionGroupConfig> _groups = new();
    private readonly BrokerOptions _options;
    private readonly ConfigFile _file;
    private readonly TimeProvider _clock;
    private readonly ILogger<SubscriptionGroupService> _logger;

    public SubscriptionGroupService(BrokerOptions options, BrokerFiles files, TimeProvider clock, ILogger<SubscriptionGroupService> logger)
    {
        _options = options;
        _file = files.SubscriptionGroups;
        _clock = clock;
        _logger = logger;
        Version = DataVersion.Create(clock);
        AddSystem(GroupNames.ToolsConsumer);
        AddSystem(GroupNames.FilterServerConsumer);
        AddSystem(GroupNames.SelfTestConsumer);
        AddSystem(GroupNames.OnsHttpProxy);
        AddSystem(GroupNames.OnsApiPull);
        AddSystem(GroupNames.OnsApiPermission);
        AddSystem(GroupNames.OnsApiOwner);
    }

    public DataVersion Version { get; private set; }

    public IEnumerable<SubscriptionGroupConfig> All => _groups.Values;

    /// <summary>Reads <c>subscriptionGroup.json</c> over the system groups.</summary>
    /// <exception cref="InvalidDataException">The file and its backup are broken.</exception>
    public void Load()
    {
        if (_file.Read(static bytes => SubscriptionGroupWrapper.Decode(bytes)) is not { } saved) return;
        lock (_gate)
        {
            foreach (var (name, config) in saved.SubscriptionGroupTable) _groups.Set(name, config);
            Version = saved.DataVersion;
        }
    }

    /// <summary>Finds a group by its UTF-8 name; creates it when groups may create themselves.</summary>
    public SubscriptionGroupConfig? FindOrCreate(ReadOnlySpan<byte> utf8Name)
        => _groups.TryGet(utf8Name, out var config) ? config : Create(System.Text.Encoding.UTF8.GetString(utf8Name));

    /// <inheritdoc cref="FindOrCreate(ReadOnlySpan{byte})"/>
    public SubscriptionGroupConfig? FindOrCreate(string name) => _groups.TryGet(name, out var config) ? config : Create(name);

    /// <summary>All groups and their version, as they are now.</summary>
    public SubscriptionGroupWrapper GetSnapshot()
    {
        lock (_gate)
        {
            var snapshot = new SubscriptionGroupWrapper { DataVersion = Version };
            foreach (var (name, config) in _groups.Entries) snapshot.SubscriptionGroupTable[name] = config;
            return snapshot;
        }
    }

    public void Update(SubscriptionGroupConfig config)
    {
        lock (_gate)
        {
            _groups.Set(config.GroupName, config);
            SaveNextVersion();
        }

        BrokerLog.GroupUpdated(_logger, config.GroupName);
    }

    public bool Delete(string name)
    {
        lock (_gate)
        {
            if (!_groups.TryRemove(name, out _)) return false;
            SaveNextVersion();
            return true;
        }
    }

    /// <summary>Writes <c>subscriptionGroup.json</c>.</summary>
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

    private SubscriptionGroupConfig? Create(string name)
    {
        if (!_options.AutoCreateSubscriptionGroup && !GroupNames.IsSystem(name)) return null;
        if (!GroupText.IsAllowed(name)) return null;
        lock (_gate)
        {
            if (_groups.TryGet(name, out var existing)) return existing;
            var config = new SubscriptionGroupConfig { GroupName = name };
            _groups.Set(name, config);
            BrokerLog.GroupCreated(_logger, name);
            SaveNextVersion();
            return config;
        }
    }

    private void AddSystem(string name)
        => _groups.Set(name, new SubscriptionGroupConfig { GroupName = name, ConsumeBroadcastEnable = true });

    private void SaveNextVersion()
    {
        Version = Version.Next(_clock);
        Save();
    }
}
