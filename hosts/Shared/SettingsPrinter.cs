using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosts;

/// <summary>Prints settings as <c>key=value</c>, with where each comes from.</summary>
internal static class SettingsPrinter
{
    private const int SourceColumn = 56;

    public static void Print(TextWriter output, IReadOnlyList<EffectiveSetting> settings)
    {
        foreach (var setting in settings) output.WriteLine($"{$"{setting.Key}={setting.Value}",-SourceColumn} # {setting.Source}");
    }
}
