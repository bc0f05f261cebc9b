using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A role's RPC hooks. A hook that stays keeps its instance.</summary>
internal sealed class HookChain : SwapTarget
{
    private readonly RolePlugins _role;
    private readonly RpcHookCreationContext _context;
    private readonly RpcHookEntryFactory _entries;
    private IReadOnlyList<Link> _links;

    /// <summary>Makes the hooks that the role begins with.</summary>
    public HookChain(RolePlugins role, RpcHookCreationContext context, RpcHookEntryFactory entries)
    {
        _role = role;
        _context = context;
        _entries = entries;
        _links = [.. Wanted(role.Settings).Select(w => NewLink(w, role.Make(w.Plugin, PluginKinds.RpcHook, w.Setting.Name, context)))];
        Pipeline = new RpcHookPipeline([.. _links.Select(l => l.Entry)]);
    }

    /// <summary>What requests go through.</summary>
    public RpcHookPipeline Pipeline { get; }

    /// <inheritdoc/>
    public override bool IsAffected(RoleSettings next) => !Wanted(next).SequenceEqual(_links.Select(l => (l.Setting, l.Instance.Entry)));

    /// <inheritdoc/>
    public override async Task<PreparedSwap> PrepareAsync(RoleSettings next, CancellationToken cancellationToken)
    {
        var links = new List<Link>();
        var made = new List<PluginInstance>();
        try
        {
            foreach (var wanted in Wanted(next))
            {
                var link = _links.FirstOrDefault(l => l.Setting.Name == wanted.Setting.Name && l.Instance.Entry == wanted.Plugin);
                if (link is null)
                {
                    var hook = await _role.MakeStartedAsync(wanted.Plugin, PluginKinds.RpcHook, wanted.Setting.Name, _context, cancellationToken);
                    made.Add(hook.Instance);
                    link = NewLink(wanted, hook);
                }
                else if (link.Setting != wanted.Setting)
                {
                    // The same hook under other rules.
                    link = NewLink(wanted, (link.Entry.Hook, link.Instance));
                }

                links.Add(link);
            }
        }
        catch
        {
            foreach (var instance in made) await _role.ReleaseAsync(instance);
            throw;
        }

        var kept = links.Select(l => l.Instance).ToHashSet();
        return new PreparedSwap(_role, made, [.. _links.Select(l => l.Instance).Where(i => !kept.Contains(i))], () =>
        {
            _links = links;
            return Pipeline.Replace([.. links.Select(l => l.Entry)]);
        });
    }

    private static IEnumerable<(RpcHookSetting Setting, PluginEntry Plugin)> Wanted(RoleSettings settings)
        => settings.Selections.Where(s => s.Selection.Kind == PluginKinds.RpcHook).Select(s => (settings.RpcHooks.First(h => h.Name == s.Selection.Name), s.Plugin));

    private Link NewLink((RpcHookSetting Setting, PluginEntry Plugin) wanted, (IRpcHook Hook, PluginInstance Instance) made)
    {
        try
        {
            return new Link(wanted.Setting, _entries.Create(wanted.Setting, made.Hook), made.Instance);
        }
        catch (Exception e)
        {
            // It is asked what happens when it fails, and that is its code.
            throw PluginException.Failed(wanted.Plugin, PluginPhase.Activate, $"{made.Instance.Use} cannot be used: {e.GetType().Name}: {e.Message}", e);
        }
    }

    private sealed record Link(RpcHookSetting Setting, RpcHookEntry Entry, PluginInstance Instance);
}
