using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>Provides the trace dispatcher <c>my-trace</c>.</summary>
public sealed class MyTracePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = MyTraceOptions.Read(context.Options);
        registry.Add(PluginKinds.Tracing, "my-trace", _ => new MyTraceDispatcher(options));
    }
}
