using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Composition;

/// <summary>Puts hooks into use as the operator's manifest says.</summary>
internal sealed class RpcHookEntryFactory(TimeProvider clock, ILoggerFactory loggerFactory)
{
    private readonly ILogger _logger = loggerFactory.CreateLogger("PluggableMQ.Remoting.RpcHooks");

    /// <summary>Makes a fresh entry: on, with nothing counted.</summary>
    /// <param name="setting">What the manifest says of it.</param>
    /// <param name="hook">The hook.</param>
    public RpcHookEntry Create(RpcHookSetting setting, IRpcHook hook)
    {
        var options = new RpcHookEntryOptions { Name = setting.Name, OnFailure = setting.OnFailure, TimeLimit = setting.TimeLimit ?? RpcHookEntryOptions.DefaultTimeLimit };
        return new RpcHookEntry(hook, options, clock, _logger);
    }
}
