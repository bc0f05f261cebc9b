using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Hosting.Settings;

/// <summary>An extension that the operator's manifest selects.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The short name.</param>
/// <param name="ManifestKey">The manifest's key that says so.</param>
internal sealed record Selection(PluginKind Kind, string Name, string ManifestKey);
