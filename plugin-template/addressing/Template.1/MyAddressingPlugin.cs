using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>Provides the address lookup <c>my-addressing</c>.</summary>
public sealed class MyAddressingPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = MyAddressingOptions.Read(context.Options);
        var file = Path.Combine(context.Directory, options.File);
        registry.Add(PluginKinds.Addressing, "my-addressing", _ => new MyAddressingLookup(file));
    }
}
