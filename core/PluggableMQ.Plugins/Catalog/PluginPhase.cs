namespace PluggableMQ.Plugins.Catalog;

/// <summary>The steps on a plugin's way into a host, in order.</summary>
public enum PluginPhase
{
    /// <summary>Its folder was found.</summary>
    Discover = 0,

    /// <summary>Its manifest and its options' schema are read.</summary>
    Validate,

    /// <summary>Its metadata is compared with the host, without running its code.</summary>
    Check,

    /// <summary>What it requires is put before it.</summary>
    Order,

    /// <summary>Its folder is copied and its load context made.</summary>
    Load,

    /// <summary>Its options are checked, its entry type is made and configured.</summary>
    Activate,

    /// <summary>What it made is started.</summary>
    Start,
}
