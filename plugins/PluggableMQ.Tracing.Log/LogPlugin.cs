using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Tracing.Log;

/// <summary>Provides the trace dispatcher <c>log</c>.</summary>
public sealed class LogPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = LogOptions.Read(context.Options);
        registry.Add(PluginKinds.Tracing, "log", creation => new LogTraceDispatcher(options, creation.LoggerFactory));
    }
}
