using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PluggableMQ.PluginShared;

namespace PluggableMQ.Tracing.Log;

/// <summary>The options of the trace log.</summary>
public sealed class LogOptions
{
    /// <summary>The level of the lines; what failed is logged as a warning in any case. Default <see cref="LogLevel.Information"/>.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    internal static LogOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var text = reader.Text("level", "information");
        LogLevel? level = text.ToUpperInvariant() switch
        {
            "TRACE" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "INFORMATION" => LogLevel.Information,
            "WARNING" => LogLevel.Warning,
            _ => null,
        };
        if (level is null) reader.Fail("level", $"is '{text}'; write trace, debug, information or warning");
        reader.ThrowIfFailed();
        return new LogOptions { Level = level ?? LogLevel.Information };
    }
}
