using System.Text.Json.Nodes;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Hosting.Settings;

/// <summary>Brings the layers together: defaults, manifest, configuration file, environment, command line. Later ones win.</summary>
/// <remarks>
/// A key goes to the role's options, and to the plugin in use whose schema declares it; <c>PLUGIN-ID:key</c> goes to that plugin. One that
/// RocketMQ knows goes to all that declare it, and is noted when nothing does; any other is an error that names its source and the nearest
/// known key.
/// </remarks>
internal sealed class SettingsResolver
{
    private const char QualifiedMark = ':';

    private readonly RoleProfile _profile;
    private readonly OperatorManifest _manifest;
    private readonly CatalogSnapshot _catalog;
    private readonly IReadOnlyList<OptionBinder> _binders;
    private readonly IReadOnlyList<(Selection Selection, PluginEntry Plugin)> _selections;
    private readonly IReadOnlyList<PluginEntry> _inUse;
    private readonly Dictionary<string, (JsonObject Values, Dictionary<string, string> Sources)> _options = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EffectiveSetting> _withoutEffect = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];
    private readonly AdminOptions _admin = new();

    private SettingsResolver(RoleProfile profile, OperatorManifest manifest, CatalogSnapshot catalog, IEnumerable<object> targets)
    {
        _profile = profile;
        _manifest = manifest;
        _catalog = catalog;
        _binders = [.. targets.Append(_admin).Select(t => new OptionBinder(t))];
        _selections = new SelectionResolver(profile, manifest, catalog).Resolve();
        _inUse = [.. _selections.Select(s => s.Plugin).DistinctBy(p => p.Id)];
    }

    /// <summary>Resolves the settings of a role and puts its own into <paramref name="targets"/>.</summary>
    /// <param name="profile">The role.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="catalog">The plugins.</param>
    /// <param name="layers">What comes after the manifest, the weakest first.</param>
    /// <param name="targets">The role's options objects, with their defaults.</param>
    /// <exception cref="HostConfigurationException">Settings are wrong; carries all failures.</exception>
    /// <exception cref="PluginNotFoundException">An extension in use is not there.</exception>
    public static RoleSettings Resolve(RoleProfile profile, OperatorManifest manifest, CatalogSnapshot catalog, IEnumerable<SettingLayer> layers, params object[] targets)
    {
        var resolver = new SettingsResolver(profile, manifest, catalog, targets);
        resolver.Apply(new SettingLayer(manifest.Source, profile.Section(manifest)));
        foreach (var layer in layers) resolver.Apply(layer);
        resolver.CheckPluginOptions();
        resolver.CheckAdmin();
        return resolver._errors.Count == 0 ? resolver.Conclude() : throw new HostConfigurationException(resolver._errors);
    }

    private void Apply(SettingLayer layer)
    {
        foreach (var (key, value) in layer.Values)
        {
            // Both of the latter: a key of RocketMQ may be the role's and the store's.
            if (ApplyQualified(layer, key, value) || ApplyToRole(layer, key, value) | ApplyToPlugins(layer, key, value) || layer.IsOptional) continue;
            if (_profile.RocketMqKeys.Contains(key)) _withoutEffect[key] = new EffectiveSetting(key, value, layer.Source);
            else _errors.Add($"{layer.Source}: '{key}' {ExplainUnknown(key)}");
        }
    }

    private bool ApplyQualified(SettingLayer layer, string key, string value)
    {
        var mark = key.IndexOf(QualifiedMark, StringComparison.Ordinal);
        if (mark < 0)
        {
            // In a file of Java properties a colon ends the key.
            var end = value.IndexOf('=', StringComparison.Ordinal);
            if (end < 1 || _catalog.Find(key) is null) return false;
            Give(layer, key, value[..end].Trim(), value[(end + 1)..].Trim());
            return true;
        }

        var id = key[..mark];
        if (_catalog.Find(id) is null) _errors.Add($"{layer.Source}: '{key}' is for no plugin that is there; {Nearest.Hint(id, PluginIds())}");
        else Give(layer, id, key[(mark + 1)..], value);
        return true;
    }

    private bool ApplyToRole(SettingLayer layer, string key, string value)
    {
        var taken = false;
        foreach (var binder in _binders.Where(b => b.Keys.Contains(key)))
        {
            taken = true;
            _sources[key] = layer.Source;
            if (binder.Set(key, value) is { } complaint) _errors.Add($"{layer.Source}: '{key}' is '{value}', which {complaint}");
        }

        return taken;
    }

    private bool ApplyToPlugins(SettingLayer layer, string key, string value)
    {
        var takers = _inUse.Where(plugin => Declares(plugin, key)).ToList();
        // RocketMQ's keys mean one thing, whoever takes them; others happen to have the same name.
        if (takers.Count > 1 && !_profile.RocketMqKeys.Contains(key)) _errors.Add($"{layer.Source}: '{key}' {ExplainAmbiguous(key, takers)}");
        else takers.ForEach(plugin => Give(layer, plugin.Id, key, value));
        return takers.Count > 0;
    }

    private void Give(SettingLayer layer, string id, string name, string value)
    {
        var (values, sources) = OptionsGiven(id);
        values[name] = value;
        sources[name] = layer.Source;
    }

    private static bool Declares(PluginEntry plugin, string key)
        => plugin.OptionsSchema is { } schema && schema.Properties.TryGetValue(key, out var property) && property.Type is not ("object" or "array");

    private static string ExplainAmbiguous(string key, IReadOnlyCollection<PluginEntry> takers)
        => $"is an option of {string.Join(" and of ", takers.Select(p => p.Id))}; "
            + $"say whose it is: {string.Join(" or ", takers.Select(p => $"{p.Id}{QualifiedMark}{key}=..."))}";

    private string ExplainUnknown(string key)
    {
        if (ManifestOverrides.Keys.Contains(key))
            return $"is for all roles of a process; write it at the top of {OperatorManifest.FileName}, or give it to PluginHostOptions.Settings.";
        // There are hundreds of keys: listing those that are least far off helps only when none is near.
        var known = KnownKeys();
        return $"is not a known key; {(Nearest.Find(key, known) is { } nearest ? $"did you mean '{nearest}'?" : Nearest.Hint(key, known))}";
    }

    private IReadOnlyCollection<string> KnownKeys()
    {
        var ofPlugins = _inUse.SelectMany(p => p.OptionsSchema?.Properties.Keys ?? []);
        return [.. _binders.SelectMany(b => b.Keys).Concat(ofPlugins).Concat(ManifestOverrides.Keys).Concat(_profile.RocketMqKeys).Distinct()];
    }

    private IReadOnlyCollection<string> PluginIds() => [.. _catalog.Entries.Select(e => e.Id).Distinct()];

    // What the manifest gives a plugin, and what later layers put over it.
    private (JsonObject Values, Dictionary<string, string> Sources) OptionsGiven(string id)
    {
        if (_options.TryGetValue(id, out var known)) return known;
        var given = _manifest.Options.TryGetValue(id, out var options) ? options.DeepClone().AsObject() : [];
        return _options[id] = (given, given.ToDictionary(o => o.Key, _ => _manifest.Source, StringComparer.Ordinal));
    }

    private void CheckPluginOptions()
    {
        foreach (var id in _manifest.Options.Keys.Where(id => _catalog.Find(id) is null))
            _errors.Add($"{_manifest.Source}: 'options.{id}' is for no plugin that is there; {Nearest.Hint(id, PluginIds())}");
        // What is not in use shall be right all the same.
        var others = _manifest.Options.Keys.Concat(_options.Keys).Except(_inUse.Select(p => p.Id)).Select(_catalog.Find).OfType<PluginEntry>();
        foreach (var plugin in others.Where(e => e.Manifest is not null).ToList().Concat(_inUse))
            _errors.AddRange(OptionsCheck.Explain(plugin, OptionsOf(plugin.Id)));
    }

    private void CheckAdmin()
    {
        _admin.Read(out var complaint);
        if (complaint is not null) _errors.Add($"{_sources[AdminOptions.ListenKey]}: '{AdminOptions.ListenKey}' {complaint}");
    }

    private PluginOptionValues OptionsOf(string id)
    {
        var (values, sources) = OptionsGiven(id);
        return new PluginOptionValues(values, $"{_manifest.Source}: options of {id}", sources.ToDictionary(s => s.Key, s => $"{s.Value}: options of {id}", StringComparer.Ordinal));
    }

    private RoleSettings Conclude()
    {
        var role = _binders.SelectMany(b => b.Keys.Select(k => (Key: k, Binder: b))).DistinctBy(k => k.Key)
            .Select(k => new EffectiveSetting(k.Key, k.Binder.Get(k.Key), _sources.GetValueOrDefault(k.Key, EffectiveSetting.Default)))
            .ToList();
        var plugins = _inUse.SelectMany(PluginSettings).ToList();
        var important = _profile.ImportantKeys
            .Select(key => role.Find(s => s.Key == key) ?? plugins.Find(s => s.Key.EndsWith($"{QualifiedMark}{key}", StringComparison.Ordinal)))
            .OfType<EffectiveSetting>();
        return new RoleSettings(
            _selections, _inUse.ToDictionary(p => p.Id, p => OptionsOf(p.Id), StringComparer.Ordinal),
            [.. ManifestSettings.Read(_profile, _manifest, _selections), .. role, .. plugins], [.. important], [.. _withoutEffect.Values], _admin)
        {
            RpcHooks = _manifest.RpcHookSettings,
        };
    }

    private IEnumerable<EffectiveSetting> PluginSettings(PluginEntry plugin)
    {
        var (values, sources) = OptionsGiven(plugin.Id);
        var names = (plugin.OptionsSchema?.Properties.Keys ?? []).Concat(values.Select(v => v.Key)).Distinct();
        foreach (var name in names)
        {
            var schema = plugin.OptionsSchema?.Properties.GetValueOrDefault(name);
            var value = values.TryGetPropertyValue(name, out var given) ? given : schema?.Default;
            var text = OptionRedaction.Show(value, schema ?? plugin.OptionsSchema?.AdditionalProperties) ?? "";
            yield return new EffectiveSetting($"{plugin.Id}{QualifiedMark}{name}", text, sources.GetValueOrDefault(name, EffectiveSetting.Default));
        }
    }
}
