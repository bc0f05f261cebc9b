using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A role that takes part in exchanges.</summary>
/// <param name="Plugins">What plugins made for it.</param>
/// <param name="Resolve">What it would use with a manifest and the plugins that are there.</param>
/// <param name="Exchanged">Called after an exchange for each kind of which there is one, when another plugin, or another generation of it, is in use.</param>
internal sealed record SwapRole(RolePlugins Plugins, Func<OperatorManifest, CatalogSnapshot, RoleSettings> Resolve, Action<PluginKind> Exchanged)
{
    private static readonly PluginKind[] Single = [PluginKinds.QueueSelection, PluginKinds.Addressing, PluginKinds.Tracing];

    /// <summary>The exchange is over.</summary>
    /// <param name="before">What the role used before.</param>
    public void Conclude(RoleSettings before)
    {
        foreach (var kind in Single.Where(k => Find(before, k) != Find(Plugins.Settings, k))) Exchanged(kind);
    }

    private static (Selection? Selection, PluginEntry? Plugin) Find(RoleSettings settings, PluginKind kind) => settings.Selections.FirstOrDefault(s => s.Selection.Kind == kind);
}
