using PluggableMQ.Abstractions.Plugins;

namespace Acme.Hooks.Audit;

/// <summary>Provides the RPC hook <c>audit</c>.</summary>
public sealed class AuditPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = AuditOptions.Read(context.Options);
        registry.Add(PluginKinds.RpcHook, "audit", creation => new AuditHook(options, creation));
    }
}
