using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosting;

/// <summary>What hosting logs; event ids 6000 to 6999.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(6000, LogLevel.Debug, "Stage {Stage}: {Participant} started", EventName = "StageStarted")]
    public static partial void StageStarted(this ILogger logger, int stage, string participant);

    [LoggerMessage(6001, LogLevel.Error, "{Participant} (stage {Stage}) failed to stop; the stop goes on", EventName = "StopFailed")]
    public static partial void StopFailed(this ILogger logger, string participant, int stage, Exception exception);

    [LoggerMessage(6002, LogLevel.Warning, "Accepted, but without effect here: {Keys}", EventName = "SettingsWithoutEffect")]
    public static partial void SettingsWithoutEffect(this ILogger logger, string keys);

    [LoggerMessage(6003, LogLevel.Warning, "{Change}", EventName = "RestartNeeded")]
    public static partial void RestartNeeded(this ILogger logger, string change);

    [LoggerMessage(6004, LogLevel.Warning, "{Manifest}: 'disabled' names {Id}, which is no plugin that is there; {Hint}", EventName = "DisabledUnknown")]
    public static partial void DisabledUnknown(this ILogger logger, string manifest, string id, string hint);

    [LoggerMessage(6006, LogLevel.Information, "Using {Extension} from {Plugin} in {Directory}", EventName = "PluginInUse")]
    public static partial void PluginInUse(this ILogger logger, string extension, string plugin, string directory);

    [LoggerMessage(6007, LogLevel.Information, "Exchanged: {Use} is {Plugin} now, generation {Generation}", EventName = "Swapped")]
    public static partial void Swapped(this ILogger logger, string use, string plugin, int generation);

    [LoggerMessage(6008, LogLevel.Error, "{Manifest} cannot be put into force, what was in force before goes on: {Problem}", EventName = "ManifestRefused")]
    public static partial void ManifestRefused(this ILogger logger, string manifest, string problem, Exception? exception);

    [LoggerMessage(6009, LogLevel.Warning, "{What}; it is left behind, and the stop goes on", EventName = "LeftBehind")]
    public static partial void LeftBehind(this ILogger logger, string what);
}
