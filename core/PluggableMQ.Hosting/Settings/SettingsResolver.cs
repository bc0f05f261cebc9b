using System.Text.Json.Nodes;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Hosting.Settings;

/// <summary>Brings the layers together: defaults, manifest, configuration file, environment, command line. Later ones win.</summary>
/// <remarks>
/// A key goes to the role's options, and to every plugin in use whose schema declares it. One that RocketMQ knows and nothing here
/// takes is noted; any other is an error that names its source and the nearest known key.
/// </remarks>
internal sealed class SettingsResolver
{
    private readonly RoleProfile _profile;
    private readonly OperatorManifest _manifest;
    private readonly CatalogSnapshot _catalog;
    private readonly IReadOnlyList<OptionBinder> _binders;
    private readonly List<(Selection Selection, PluginEntry Plugin)> _selections = [];
    private readonly Dictionary<string, (JsonObject Values, Dictionary<string, string> Sources)> _plugins = new(StringComparer.Ordinal);
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
        resolver.SelectPlugins();
        resolver.Apply(new SettingLayer(manifest.Source, profile.Section(manifest)));
        foreach (var layer in layers) resolver.Apply(layer);
        resolver.CheckPluginOptions();
        resolver.CheckAdmin();
        return resolver._errors.Count == 0 ? resolver.Conclude() : throw new HostConfigurationException(resolver._errors);
    }

    private void SelectPlugins()
    {
        foreach (var selection in _profile.Select(_manifest))
        {
            var plugin = _catalog.Resolve(selection.Kind, selection.Name);
            if (!plugin.IsFor(_profile.Role))
            {
                // One manifest serves several hosts; a hook that is not for this one is left to the others.
                if (selection.Kind.Cardinality == PluginCardinality.OrderedList) continue;
                _catalog.Resolve(selection.Kind, selection.Name, _profile.Role);
            }

            _selections.Add((selection, plugin));
            if (_plugins.ContainsKey(plugin.Id)) continue;
            var given = _manifest.Options.TryGetValue(plugin.Id, out var options) ? options.DeepClone().AsObject() : [];
            _plugins[plugin.Id] = (given, given.ToDictionary(o => o.Key, _ => _manifest.Source, StringComparer.Ordinal));
        }
    }

    private void Apply(SettingLayer layer)
    {
        foreach (var (key, value) in layer.Values)
        {
            var taken = false;
            foreach (var binder in _binders.Where(b => b.Keys.Contains(key)))
            {
                taken = true;
                _sources[key] = layer.Source;
                if (binder.Set(key, value) is { } complaint) _errors.Add($"{layer.Source}: '{key}' is '{value}', which {complaint}");
            }

            foreach (var (_, plugin) in _selections.Where(s => Declares(s.Plugin, key)))
            {
                taken = true;
                _plugins[plugin.Id].Values[key] = value;
                _plugins[plugin.Id].Sources[key] = layer.Source;
            }

            if (taken || layer.IsOptional) continue;
            if (_profile.RocketMqKeys.Contains(key)) _withoutEffect[key] = new EffectiveSetting(key, value, layer.Source);
            else _errors.Add($"{layer.Source}: '{key}' is not a known key; {Nearest.Hint(key, KnownKeys())}");
        }
    }

    private static bool Declares(PluginEntry plugin, string key)
        => plugin.OptionsSchema is { } schema && schema.Properties.TryGetValue(key, out var property) && property.Type is not ("object" or "array");

    private IReadOnlyCollection<string> KnownKeys()
        => [.. _binders.SelectMany(b => b.Keys).Concat(_selections.SelectMany(s => s.Plugin.OptionsSchema?.Properties.Keys ?? [])).Concat(_profile.RocketMqKeys).Distinct()];

    private void CheckPluginOptions()
    {
        foreach (var (id, options) in _manifest.Options.Where(o => !_plugins.ContainsKey(o.Key)))
        {
            if (_catalog.Find(id) is not { } entry)
                _errors.Add($"{_manifest.Source}: 'options.{id}' is for no plugin that is there; {Nearest.Hint(id, [.. _catalog.Entries.Select(e => e.Id).Distinct()])}");
            else if (entry.Manifest is not null)
                _errors.AddRange(OptionsCheck.Explain(entry, new PluginOptionValues(options, $"{_manifest.Source}: options of {id}")));
        }

        foreach (var (_, plugin) in _selections.DistinctBy(s => s.Plugin.Id)) _errors.AddRange(OptionsCheck.Explain(plugin, OptionsOf(plugin.Id)));
    }

    private void CheckAdmin()
    {
        _admin.Read(out var complaint);
        if (complaint is not null) _errors.Add($"{_sources[AdminOptions.ListenKey]}: '{AdminOptions.ListenKey}' {complaint}");
    }

    private PluginOptionValues OptionsOf(string id)
    {
        var (values, sources) = _plugins[id];
        return new PluginOptionValues(values, $"{_manifest.Source}: options of {id}", sources.ToDictionary(s => s.Key, s => $"{s.Value}: options of {id}", StringComparer.Ordinal));
    }

    private RoleSettings Conclude()
    {
        var role = _binders.SelectMany(b => b.Keys.Select(k => (Key: k, Binder: b))).DistinctBy(k => k.Key)
            .Select(k => new EffectiveSetting(k.Key, k.Binder.Get(k.Key), _sources.GetValueOrDefault(k.Key, EffectiveSetting.Default)))
            .ToList();
        var plugins = _selections.DistinctBy(s => s.Plugin.Id).SelectMany(s => PluginSettings(s.Plugin)).ToList();
        var manifest = ManifestSettings().ToList();
        var important = _profile.ImportantKeys
            .Select(key => role.Find(s => s.Key == key) ?? plugins.Find(s => s.Key.EndsWith($":{key}", StringComparison.Ordinal)))
            .OfType<EffectiveSetting>();
        return new RoleSettings(
            _selections, _plugins.Keys.ToDictionary(id => id, OptionsOf, StringComparer.Ordinal), [.. manifest, .. role, .. plugins], [.. important], [.. _withoutEffect.Values], _admin)
        {
            RpcHooks = _manifest.RpcHookSettings,
        };
    }

    private IEnumerable<EffectiveSetting> ManifestSettings()
    {
        EffectiveSetting Of(string key, string value) => new(key, value, _manifest.SourceOf(key));
        yield return Of("pluginDirectories", string.Join(", ", _manifest.PluginDirectories));
        foreach (var group in _profile.Select(_manifest).GroupBy(s => s.ManifestKey)) yield return Of(group.Key, string.Join(", ", group.Select(s => s.Name)));
        yield return Of("disabled", string.Join(", ", _manifest.Disabled));
        yield return Of("hotSwap", _manifest.HotSwap ? "true" : "false");
    }

    private IEnumerable<EffectiveSetting> PluginSettings(PluginEntry plugin)
    {
        var (values, sources) = _plugins[plugin.Id];
        var names = (plugin.OptionsSchema?.Properties.Keys ?? []).Concat(values.Select(v => v.Key)).Distinct();
        foreach (var name in names)
        {
            var schema = plugin.OptionsSchema?.Properties.GetValueOrDefault(name);
            var value = values.TryGetPropertyValue(name, out var given) ? given : schema?.Default;
            var text = OptionRedaction.Show(value, schema ?? plugin.OptionsSchema?.AdditionalProperties) ?? "";
            yield return new EffectiveSetting($"{plugin.Id}:{name}", text, sources.GetValueOrDefault(name, EffectiveSetting.Default));
        }
    }
}
