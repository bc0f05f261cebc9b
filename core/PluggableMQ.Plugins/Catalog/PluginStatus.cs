namespace PluggableMQ.Plugins.Catalog;

/// <summary>How a plugin stands.</summary>
public enum PluginStatus
{
    /// <summary>Found and fit; nothing uses it yet, so its code was not loaded.</summary>
    Discovered = 0,

    /// <summary>The operator's manifest disables it.</summary>
    Disabled,

    /// <summary>A higher version of it is there.</summary>
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

    /// <summary>A new generation of it is being loaded.</summary>
    Reloading,

    /// <summary>It is on its way out.</summary>
    Unloading,

    /// <summary>It is gone, and its memory with it.</summary>
    Unloaded,

    /// <summary>It was let go, but something still holds it.</summary>
    UnloadPending,
}
