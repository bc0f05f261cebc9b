using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>Provides the store decorator <c>encryption</c>.</summary>
public sealed class EncryptionPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = EncryptionOptions.Read(context.Options);
        registry.Add(PluginKinds.StoreDecorator, "encryption", creation => new EncryptedStore(creation, options));
    }
}
