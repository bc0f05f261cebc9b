using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>Provides the transport <c>my-transport</c>.</summary>
public sealed class MyTransportPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = MyTransportOptions.Read(context.Options);
        registry.Add(PluginKinds.Transport, "my-transport", _ => new MyTransport(options));
    }
}
