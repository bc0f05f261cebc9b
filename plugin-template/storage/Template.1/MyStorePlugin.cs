using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>Provides the message store <c>my-store</c>.</summary>
public sealed class MyStorePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = MyStoreOptions.Read(context.Options);
        registry.Add(PluginKinds.Storage, "my-store", store => new MyStore(store, options));
    }
}
