using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Transport.InMemory;

/// <summary>Provides the transport <c>inmemory</c>. Hosts that are configured with the same instance reach each other.</summary>
public sealed class InMemoryTransportPlugin : IPlugin
{
    // One for all hosts of this instance, whichever of them configures it: that is where they find each other.
    private readonly InMemoryHub _hub = new();

    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = InMemoryTransportOptions.Read(context.Options);
        registry.Add(PluginKinds.Transport, InMemoryTransport.SchemeName, _ => new InMemoryTransport(_hub, options));
    }
}
