using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Hosting.Settings;

/// <summary>What is in force for a role: the outcome of all layers.</summary>
public sealed class RoleSettings
{
    internal RoleSettings(
        IReadOnlyList<(Selection Selection, PluginEntry Plugin)> selections, IReadOnlyDictionary<string, PluginOptionValues> pluginOptions,
        IReadOnlyList<EffectiveSetting> all, IReadOnlyList<EffectiveSetting> important, IReadOnlyList<EffectiveSetting> withoutEffect, AdminOptions admin)
    {
        Selections = selections;
        PluginOptions = pluginOptions;
        All = all;
        Important = important;
        WithoutEffect = withoutEffect;
        Admin = admin;
    }

    /// <summary>Every setting in force, and where it comes from (<c>-p</c>).</summary>
    public IReadOnlyList<EffectiveSetting> All { get; }

    /// <summary>The important ones (<c>-m</c>).</summary>
    public IReadOnlyList<EffectiveSetting> Important { get; }

    /// <summary>Keys of RocketMQ that were given and have no effect here.</summary>
    public IReadOnlyList<EffectiveSetting> WithoutEffect { get; }

    internal IReadOnlyList<(Selection Selection, PluginEntry Plugin)> Selections { get; }

    /// <summary>What the manifest says of its hooks.</summary>
    internal IReadOnlyList<RpcHookSetting> RpcHooks { get; init; } = [];

    internal IReadOnlyDictionary<string, PluginOptionValues> PluginOptions { get; }

    internal AdminOptions Admin { get; }
}
