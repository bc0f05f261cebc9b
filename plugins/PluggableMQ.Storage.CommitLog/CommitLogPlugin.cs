using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Storage.CommitLog;

/// <summary>The plugin: a message store in RocketMQ's own files.</summary>
public sealed class CommitLogPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = CommitLogOptionsReader.Read(context.Options);
        registry.Add(PluginKinds.Storage, "commitlog", store => new CommitLogStore(store, options));
    }
}
