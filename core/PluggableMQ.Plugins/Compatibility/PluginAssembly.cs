namespace PluggableMQ.Plugins.Compatibility;

/// <summary>An assembly that a plugin references or carries.</summary>
/// <param name="Name">The simple name.</param>
/// <param name="Requested">The versions that the plugin's assemblies were built against, lowest first; empty when none of them references it.</param>
/// <param name="RequestedBy">The plugin's assemblies that reference it.</param>
/// <param name="Used">The version that the plugin gets; null when it is missing.</param>
/// <param name="Origin">Where that one comes from.</param>
/// <param name="File">Its file; null when it is missing. Of a loaded plugin the copy that was loaded.</param>
/// <param name="IsLoaded">Whether the plugin has loaded it so far; null where that is not known: nothing runs, or the host loads it for itself, too.</param>
/// <param name="Note">What to know about it, for example that the plugin carries a copy that is ignored; null for nothing.</param>
public sealed record PluginAssembly(
    string Name, IReadOnlyList<string> Requested, IReadOnlyList<string> RequestedBy, string? Used, AssemblyOrigin Origin, string? File, bool? IsLoaded, string? Note);

/// <summary>Where an assembly comes from that a plugin uses.</summary>
public enum AssemblyOrigin
{
    /// <summary>The plugin's own folder: private to it.</summary>
    Plugin = 0,

    /// <summary>The host, which shares it with all plugins: the contracts and what their signatures need.</summary>
    Host,

    /// <summary>A framework that the host runs on.</summary>
    Framework,

    /// <summary>A plugin that it requires.</summary>
    OtherPlugin,

    /// <summary>Nowhere. What the entry assembly misses keeps the plugin from being used; a library may never need what it names.</summary>
    Missing,
}
