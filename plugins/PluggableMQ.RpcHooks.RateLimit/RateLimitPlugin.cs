using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>Provides the RPC hook <c>rate-limit</c>.</summary>
public sealed class RateLimitPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = RateLimitOptions.Read(context.Options);
        registry.Add(PluginKinds.RpcHook, "rate-limit", creation => new RateLimitHook(options, creation));
    }
}
