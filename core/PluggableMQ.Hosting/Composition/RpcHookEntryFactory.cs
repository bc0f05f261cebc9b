using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Composition;

/// <summary>Puts hooks into use as the operator's manifest says.</summary>
internal sealed class RpcHookEntryFactory(OperatorManifest manifest, TimeProvider clock, ILoggerFactory loggerFactory)
{
    private readonly ILogger _logger = loggerFactory.CreateLogger("PluggableMQ.Remoting.RpcHooks");

    /// <summary>Makes a fresh entry: on, with nothing counted.</summary>
    /// <param name="name">The hook's short name in the manifest.</param>
    /// <param name="hook">The hook.</param>
    public RpcHookEntry Create(string name, IRpcHook hook)
    {
        var setting = manifest.RpcHookSettings.FirstOrDefault(s => s.Name == name);
        var options = new RpcHookEntryOptions { Name = name, OnFailure = setting?.OnFailure, TimeLimit = setting?.TimeLimit ?? RpcHookEntryOptions.DefaultTimeLimit };
        return new RpcHookEntry(hook, options, clock, _logger);
    }
}
