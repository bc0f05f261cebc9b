namespace PluggableMQ.Plugins.Catalog;

/// <summary>How a plugin stands.</summary>
public enum PluginStatus
{
    /// <summary>Found and fit; nothing uses it, so its code is not loaded, or not any more.</summary>
    Discovered = 0,

    /// <summary>The operator's manifest disables it.</summary>
    Disabled,

    /// <summary>A higher version of it is there and can be used.</summary>
    Superseded,

    /// <summary>Its manifest, its schema or its files are wrong.</summary>
    Invalid,

    /// <summary>It does not fit this host.</summary>
    Incompatible,

    /// <summary>A later phase failed; <see cref="PluginEntry.FailedIn"/> says which.</summary>
    Failed,

    /// <summary>Loaded and configured; nothing of it is in use.</summary>
    Ready,

    /// <summary>In use.</summary>
    Active,

    /// <summary>In use while a new generation of it is being loaded.</summary>
    Reloading,

    /// <summary>Of a <see cref="Unloading.RetiredGeneration"/>, not of a plugin: it is on its way out.</summary>
    Unloading,

    /// <summary>Of a retired generation: it is gone, and its memory with it.</summary>
    Unloaded,

    /// <summary>Of a retired generation: it was let go, but something still holds it.</summary>
    UnloadPending,
}
