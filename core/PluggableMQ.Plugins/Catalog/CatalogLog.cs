using Microsoft.Extensions.Logging;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>What the catalog logs; event ids 2000 to 2999.</summary>
internal static partial class CatalogLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Discover: plugin directory {Directory} does not exist", EventName = "DirectoryMissing")]
    public static partial void DirectoryMissing(this ILogger logger, string directory);

    [LoggerMessage(2001, LogLevel.Warning, "{Phase}: plugin {Plugin} in {Directory} is {Status} and not used: {Reason}", EventName = "PluginRefused")]
    public static partial void PluginRefused(this ILogger logger, PluginPhase phase, PluginEntry plugin, string directory, PluginStatus status, string? reason);

    [LoggerMessage(2002, LogLevel.Information, "Validate: plugin {Plugin} in {Directory} is superseded: {Reason}", EventName = "PluginSuperseded")]
    public static partial void PluginSuperseded(this ILogger logger, PluginEntry plugin, string directory, string? reason);

    [LoggerMessage(2003, LogLevel.Warning, "Check: plugin {Plugin} {Note}", EventName = "PluginNote")]
    public static partial void PluginNote(this ILogger logger, PluginEntry plugin, string note);

    [LoggerMessage(2004, LogLevel.Debug, "Activate: plugin {Plugin} from {Directory} is ready after {Milliseconds:F1} ms", EventName = "PluginReady")]
    public static partial void PluginReady(this ILogger logger, PluginEntry plugin, string directory, double milliseconds);

    [LoggerMessage(2050, LogLevel.Warning,
        "Load: plugin {Plugin} asked for assembly {Assembly}, which is neither in its folder nor shared by the host or a required plugin; ship it with the plugin", EventName = "AssemblyMissing")]
    public static partial void AssemblyMissing(this ILogger logger, string plugin, System.Reflection.AssemblyName assembly);

    [LoggerMessage(2005, LogLevel.Warning, "Plugin {Plugin} failed to stop", EventName = "PluginStopFailed")]
    public static partial void PluginStopFailed(this ILogger logger, PluginEntry plugin, Exception exception);
}
