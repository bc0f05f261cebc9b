using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.PluginShared;

namespace PluggableMQ.Storage.InMemory;

/// <summary>The plugin: a message store in memory.</summary>
public sealed class InMemoryPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var reader = new OptionReader(context.Options);
        var defaults = new InMemoryOptions();
        var options = new InMemoryOptions
        {
            MaxBytes = reader.Int32("maxBytes", defaults.MaxBytes, 65_536, int.MaxValue),
            MessageIndexEnable = reader.Boolean("messageIndexEnable", defaults.MessageIndexEnable),
            MaxMsgsNumBatch = reader.Int32("maxMsgsNumBatch", defaults.MaxMsgsNumBatch, 1, 1024),
            MaxTransferBytesOnMessageInMemory = reader.Int32("maxTransferBytesOnMessageInMemory", defaults.MaxTransferBytesOnMessageInMemory, 1, 1 << 30),
            MaxTransferCountOnMessageInMemory = reader.Int32("maxTransferCountOnMessageInMemory", defaults.MaxTransferCountOnMessageInMemory, 1, 1 << 20),
        };
        reader.ThrowIfFailed();
        registry.Add(PluginKinds.Storage, "inmemory", store => new InMemoryStore(store, options));
    }
}
