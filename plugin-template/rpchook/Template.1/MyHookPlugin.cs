using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>Provides the RPC hook <c>my-hook</c>.</summary>
public sealed class MyHookPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = MyHookOptions.Read(context.Options);
        registry.Add(PluginKinds.RpcHook, "my-hook", creation => new MyHookHook(options, creation));
    }
}
