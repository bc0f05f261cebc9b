namespace PluggableMQ.Abstractions.Plugins;

/// <summary>A plugin's entry point: the type that <c>plugin.json</c> names as <c>entryType</c>, with a public parameterless constructor.</summary>
/// <remarks>Made once for each generation of the plugin in a host. If it implements <see cref="IAsyncDisposable"/> or
/// <see cref="IDisposable"/>, it is disposed after everything it made.</remarks>
public interface IPlugin
{
    /// <summary>Registers what the plugin provides. Reads and checks options here; opens files and sockets later, in the factories or at start.</summary>
    /// <param name="registry">Takes factories by kind and name; valid during the call only.</param>
    /// <param name="context">The plugin's surroundings; may be kept.</param>
    /// <exception cref="PluginConfigurationException">The options are wrong; the text lists everything that is wrong with them.</exception>
    void Configure(IPluginRegistry registry, IPluginContext context);
}
