using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>A plugin that the application was compiled with, and hands over in code.</summary>
/// <remarks>
/// An assembly that carries its <c>plugin.json</c> (and <c>options.schema.json</c>) as an embedded resource of that name is treated as
/// one from a folder: the same id, names, options and checks. For one without, <see cref="IPlugin.Configure"/> is called when
/// the catalog opens, to learn what it provides, and its options are handed to it as they are.
/// </remarks>
/// <param name="plugin">The plugin.</param>
public sealed class CompiledInPlugin(IPlugin plugin)
{
    /// <summary>The plugin.</summary>
    public IPlugin Plugin { get; } = plugin;

    /// <summary>Its id when no manifest is embedded; the name of its assembly unless said otherwise.</summary>
    public string Id { get; init; } = plugin.GetType().Assembly.GetName().Name!;
}
