using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Tracing.OpenTelemetry;

/// <summary>Provides the trace dispatcher <c>opentelemetry</c>.</summary>
public sealed class OpenTelemetryPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var export = new SharedExport(OpenTelemetryOptions.Read(context.Options));
        registry.Add(PluginKinds.Tracing, "opentelemetry", creation => new OpenTelemetryDispatcher(export, creation.LoggerFactory));
    }
}
