using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Addressing.File;

/// <summary>Provides the address lookup <c>file</c>.</summary>
public sealed class FilePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = FileAddressingOptions.Read(context.Options);
        registry.Add(PluginKinds.Addressing, "file", creation => new FileAddressing(options, creation.Clock, creation.LoggerFactory));
    }
}
