using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Library;

/// <summary>How an application that uses the client as a library gets its plugins and settings.</summary>
public sealed class PluggableMQClientOptions
{
    /// <summary>The plugins that the application was compiled with, for example <c>new CompiledInPlugin(new TcpTransportPlugin())</c>.</summary>
    public IList<CompiledInPlugin> Plugins { get; } = [];

    /// <summary>The manifest that selects among the plugins; null for the default one (tcp, round-robin, static, metrics).</summary>
    public string? ManifestFile { get; set; }

    /// <summary>Folders of plugins in place of the manifest's. An empty list leaves it at the compiled-in ones; null keeps the manifest's.</summary>
    public IReadOnlyList<string>? PluginDirectories { get; set; }

    /// <summary>Settings under RocketMQ's keys, for example <c>namesrvAddr</c>, or under the manifest's, for example <c>queueSelection</c>; they
    /// win over the manifest.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
