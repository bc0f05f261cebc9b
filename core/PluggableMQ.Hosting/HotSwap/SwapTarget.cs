using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>A place in a role where something from a plugin is used that can be exchanged.</summary>
internal abstract class SwapTarget
{
    /// <summary>Whether settings want something else here than what is in use.</summary>
    public abstract bool IsAffected(RoleSettings next);

    /// <summary>Makes and starts what shall be used. Nothing is exchanged yet.</summary>
    /// <exception cref="Exception">It could not be made or started; all is as it was.</exception>
    public abstract Task<PreparedSwap> PrepareAsync(RoleSettings next, CancellationToken cancellationToken);
}

/// <summary>What is ready to be used in place of something else.</summary>
/// <param name="role">The role that uses them.</param>
/// <param name="made">The new instances.</param>
/// <param name="replaced">The old ones that go.</param>
/// <param name="exchange">Puts the new ones into force; its task ends when the last use of the old ones has ended.</param>
internal sealed class PreparedSwap(RolePlugins role, IReadOnlyList<PluginInstance> made, IReadOnlyList<PluginInstance> replaced, Func<Task> exchange)
{
    /// <summary>The new instances.</summary>
    public IReadOnlyList<PluginInstance> Made => made;

    /// <summary>The old ones that go.</summary>
    public IReadOnlyList<PluginInstance> Replaced => replaced;

    /// <summary>Puts the new ones into force. Does not fail.</summary>
    /// <returns>A task that ends when the last use of the old ones has ended and they are released.</returns>
    public Task ExchangeAsync() => ReleaseAsync(replaced, exchange());

    /// <summary>Releases the new ones, which are not used after all.</summary>
    public Task AbandonAsync() => ReleaseAsync(made, Task.CompletedTask);

    private async Task ReleaseAsync(IReadOnlyList<PluginInstance> instances, Task ended)
    {
        await ended;
        foreach (var instance in instances) await role.ReleaseAsync(instance);
    }
}
