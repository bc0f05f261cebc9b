namespace PluggableMQ.Hosting.Settings;

/// <summary>A setting in force.</summary>
/// <param name="Key">The key; options of plugins carry the plugin's id in front.</param>
/// <param name="Value">The value, redacted when it is a secret.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record EffectiveSetting(string Key, string Value, string Source)
{
    internal const string Default = "default";

    internal const string Redacted = "******";
}
