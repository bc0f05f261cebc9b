namespace PluggableMQ.Plugins.Checking;

/// <summary>What a finding means for a host.</summary>
public enum FindingSeverity
{
    /// <summary>The plugin can be used; its author should know nevertheless.</summary>
    Warning = 0,

    /// <summary>A host would not use the plugin.</summary>
    Error,
}
