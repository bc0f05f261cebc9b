using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>Provides the queue selection <c>my-selection</c>.</summary>
public sealed class MySelectionPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = MySelectionOptions.Read(context.Options);
        registry.Add(PluginKinds.QueueSelection, "my-selection", _ => new MySelectionStrategy(options));
    }
}
