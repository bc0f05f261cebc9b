using PluggableMQ.Plugins.Versions;

namespace PluggableMQ.Plugins.Manifests;

/// <summary>Another plugin that a plugin needs: it is loaded first, and its entry assembly and its contracts are shared with the one that requires it.</summary>
/// <param name="Id">The other plugin's id.</param>
/// <param name="Version">The versions that will do; null for any.</param>
public sealed record PluginRequirement(string Id, VersionRange? Version);
