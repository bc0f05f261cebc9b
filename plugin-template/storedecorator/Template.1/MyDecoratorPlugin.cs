using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>Provides the store decorator <c>my-decorator</c>.</summary>
public sealed class MyDecoratorPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = MyDecoratorOptions.Read(context.Options);
        registry.Add(PluginKinds.StoreDecorator, "my-decorator", creation => new MyDecoratorStore(creation, options));
    }
}
