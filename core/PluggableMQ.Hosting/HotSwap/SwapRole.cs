using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A role that takes part in exchanges.</summary>
/// <param name="Plugins">What plugins made for it.</param>
/// <param name="Resolve">What it would use with a manifest and the plugins that are there.</param>
internal sealed record SwapRole(RolePlugins Plugins, Func<OperatorManifest, CatalogSnapshot, RoleSettings> Resolve);
