using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>Provides the queue selections <c>hash</c>, <c>consistent-hash</c>, <c>random</c>, <c>machine-room</c> and <c>least-in-flight</c>.</summary>
public sealed class StandardPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = StandardOptions.Read(context.Options);
        registry.Add(PluginKinds.QueueSelection, "hash", static _ => new HashStrategy());
        registry.Add(PluginKinds.QueueSelection, "consistent-hash", _ => new ConsistentHashStrategy(options.VirtualNodes));
        registry.Add(PluginKinds.QueueSelection, "random", static _ => new RandomStrategy());
        registry.Add(PluginKinds.QueueSelection, "machine-room", _ => new MachineRoomStrategy(options));
        registry.Add(PluginKinds.QueueSelection, "least-in-flight", creation => new LeastInFlightStrategy(options, creation.Clock));
    }
}
