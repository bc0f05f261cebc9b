namespace PluggableMQ.Abstractions.Plugins;

/// <summary>Takes what a plugin provides. Knows no container.</summary>
public interface IPluginRegistry
{
    /// <summary>Registers an implementation under a short name, which the operator's manifest uses.</summary>
    /// <typeparam name="TContract">The SPI.</typeparam>
    /// <typeparam name="TContext">What the SPI's factories are given.</typeparam>
    /// <param name="kind">One of <see cref="PluginKinds"/>.</param>
    /// <param name="name">The short name, also listed under <c>provides</c> in <c>plugin.json</c>.</param>
    /// <param name="factory">Makes an instance; called as often as the kind needs one. An instance that implements
    /// <see cref="ILifecycleParticipant"/> is started and stopped at its stage, and a disposable one is disposed.</param>
    void Add<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, Func<TContext, TContract> factory)
        where TContract : class
        where TContext : class;
}
