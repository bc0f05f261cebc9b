using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A role's RPC hooks. A hook that stays keeps its instance.</summary>
internal sealed class HookChain : SwapTarget
{
    private readonly RolePlugins _role;
    private readonly RpcHookCreationContext _context;
    private IReadOnlyList<Link> _links;

    /// <summary>Makes the hooks that the role begins with.</summary>
    public HookChain(RolePlugins role, RpcHookCreationContext context)
    {
        _role = role;
        _context = context;
        _links = [.. Wanted(role.Settings).Select(w => NewLink(w, role.Make(w.Entry, PluginKinds.RpcHook, w.Name, context)))];
        Pipeline = new RpcHookPipeline([.. _links.Select(l => l.Hook)]);
    }

    /// <summary>What requests go through.</summary>
    public RpcHookPipeline Pipeline { get; }

    /// <inheritdoc/>
    public override bool IsAffected(RoleSettings next) => !Wanted(next).SequenceEqual(_links.Select(l => l.Wanted));

    /// <inheritdoc/>
    public override async Task<PreparedSwap> PrepareAsync(RoleSettings next, CancellationToken cancellationToken)
    {
        var links = new List<Link>();
        var made = new List<PluginInstance>();
        try
        {
            foreach (var wanted in Wanted(next))
            {
                var link = _links.FirstOrDefault(l => l.Wanted == wanted);
                if (link is null)
                {
                    link = NewLink(wanted, await _role.MakeStartedAsync(wanted.Entry, PluginKinds.RpcHook, wanted.Name, _context, cancellationToken));
                    made.Add(link.Instance);
                }

                links.Add(link);
            }
        }
        catch
        {
            foreach (var instance in made) await _role.ReleaseAsync(instance);
            throw;
        }

        return new PreparedSwap(_role, made, [.. _links.Except(links).Select(l => l.Instance)], () =>
        {
            _links = links;
            return Pipeline.Replace([.. links.Select(l => l.Hook)]);
        });
    }

    private static IEnumerable<(string Name, PluginEntry Entry)> Wanted(RoleSettings settings)
        => settings.Selections.Where(s => s.Selection.Kind == PluginKinds.RpcHook).Select(s => (s.Selection.Name, s.Plugin));

    private static Link NewLink((string Name, PluginEntry Entry) wanted, (IRpcHook Hook, PluginInstance Instance) made) => new(wanted, made.Hook, made.Instance);

    private sealed record Link((string Name, PluginEntry Entry) Wanted, IRpcHook Hook, PluginInstance Instance);
}
