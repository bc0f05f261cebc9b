using System.CommandLine;
using PluggableMQ.Hosting;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosts;

/// <summary>The settings that come after the manifest: file, environment, command line.</summary>
internal static class SettingLayers
{
    private const string CommandLine = "command line";

    /// <summary>Reads them. Environment variables are read here and nowhere else.</summary>
    public static IReadOnlyList<SettingLayer> Read(ParseResult arguments, CommonOptions options, string? configPathKey = null)
    {
        var layers = new List<SettingLayer>();
        if (arguments.GetValue(options.ConfigFile) is { } file)
        {
            layers.Add(SettingLayer.ReadFile(file));
            // Where an update at run time is written back to, as in RocketMQ.
            if (configPathKey is not null) layers.Add(new SettingLayer(CommandLine, [new(configPathKey, Path.GetFullPath(file))]));
        }

        layers.Add(SettingLayer.FromEnvironment(Environment.GetEnvironmentVariable));
        var values = new List<KeyValuePair<string, string>>();
        if (arguments.GetValue(options.NameServers) is { } addresses) values.Add(new("namesrvAddr", addresses));
        if (arguments.GetValue(options.Admin) is { } admin) values.Add(new("adminListen", admin));
        foreach (var setting in arguments.GetValue(options.Set) ?? [])
        {
            var mark = setting.IndexOf('=', StringComparison.Ordinal);
            if (mark < 1) throw new HostConfigurationException($"{CommandLine}: --set {setting} is not KEY=VALUE.");
            values.Add(new(setting[..mark], setting[(mark + 1)..]));
        }

        layers.Add(new SettingLayer(CommandLine, values));
        return layers;
    }
}
