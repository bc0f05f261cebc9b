namespace PluggableMQ.Plugins.Compatibility;

/// <summary>What phase 3 found. The faults' files are relative to the plugin's folder.</summary>
internal sealed class CompatibilityReport
{
    /// <summary>What is wrong with the plugin itself (<c>Invalid</c>).</summary>
    public List<PluginFault> Faults { get; } = [];

    /// <summary>What does not fit this host (<c>Incompatible</c>), with both versions.</summary>
    public List<PluginFault> Misfits { get; } = [];

    /// <summary>What an author should know and nothing depends on.</summary>
    public List<PluginFault> Notes { get; } = [];
}
