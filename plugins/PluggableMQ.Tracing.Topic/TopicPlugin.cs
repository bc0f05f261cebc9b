using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Tracing.Topic;

/// <summary>Provides the trace dispatcher <c>topic</c>.</summary>
public sealed class TopicPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = TopicOptions.Read(context.Options);
        registry.Add(PluginKinds.Tracing, "topic", creation => new TopicTraceDispatcher(options, creation.Publisher));
    }
}
