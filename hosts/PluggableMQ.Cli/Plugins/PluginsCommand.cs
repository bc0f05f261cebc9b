using System.CommandLine;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary><c>pmq plugins</c>: what plugins are there, and how they stand.</summary>
internal static class PluginsCommand
{
    public static Command Create() => new("plugins", "Shows plugins.") { PluginsListCommand.Create() };
}
