using Microsoft.Extensions.Logging;
using PluggableMQ.Plugins.Unloading;

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

    [LoggerMessage(2006, LogLevel.Debug, "Plugin {Generation} is unloaded, {Milliseconds:F0} ms after it was taken out of service", EventName = "Unloaded")]
    public static partial void Unloaded(this ILogger logger, RetiredGeneration generation, double milliseconds);

    [LoggerMessage(2007, LogLevel.Warning, "Plugin {Generation} was taken out of service {Seconds:F0} s ago and its code is still held by {Holders}; it is looked after again every 10 s", EventName = "UnloadPending")]
    public static partial void UnloadPending(this ILogger logger, RetiredGeneration generation, double seconds, string holders);

    [LoggerMessage(2020, LogLevel.Warning,
        "Plugin {Generation} was taken out of service {Seconds:F0} s ago and is still used by {Holders}; it goes when they are done",
        EventName = "StillInUse")]
    public static partial void StillInUse(this ILogger logger, RetiredGeneration generation, double seconds, string holders);

    [LoggerMessage(2008, LogLevel.Information, "Plugin {Generation} is out of service; its code stays in memory until the process ends, as its plugin.json says (\"unloadable\": false)", EventName = "UnloadImpossible")]
    public static partial void UnloadImpossible(this ILogger logger, RetiredGeneration generation);

    [LoggerMessage(2009, LogLevel.Warning, "Plugin {Generation}, which is out of service, failed to stop", EventName = "RetiredDisposalFailed")]
    public static partial void RetiredDisposalFailed(this ILogger logger, RetiredGeneration generation, Exception exception);

    [LoggerMessage(2010, LogLevel.Information, "Plugin {Plugin} from {Directory} serves now, as generation {Generation}", EventName = "PluginSwapped")]
    public static partial void PluginSwapped(this ILogger logger, PluginEntry plugin, int generation, string directory);

    [LoggerMessage(2011, LogLevel.Warning, "Plugin {Plugin} in {Directory} was not exchanged ({Outcome}): {Reason}", EventName = "PluginNotSwapped")]
    public static partial void PluginNotSwapped(this ILogger logger, PluginEntry plugin, string directory, PluginReloadOutcome outcome, string? reason, Exception? exception);

    [LoggerMessage(2012, LogLevel.Warning, "{Folder} cannot be watched; it is looked at every {Seconds:F0} s instead", EventName = "WatchFailed")]
    public static partial void WatchFailed(this ILogger logger, string folder, double seconds, Exception exception);

    [LoggerMessage(2013, LogLevel.Debug, "A plugin folder cannot be read yet; it is tried again", EventName = "ChangeNotReadable")]
    public static partial void ChangeNotReadable(this ILogger logger, Exception exception);

    [LoggerMessage(2014, LogLevel.Error,
        "Plugins could not be exchanged; what was in use goes on serving. It is tried again when a plugin folder or the manifest changes",
        EventName = "ReloadFailed")]
    public static partial void ReloadFailed(this ILogger logger, Exception exception);
}
