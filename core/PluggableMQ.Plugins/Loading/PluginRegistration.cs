using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Plugins.Loading;

/// <summary>One implementation that a plugin registered.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The short name.</param>
/// <param name="Factory">A <c>Func&lt;TContext, TContract&gt;</c> of the kind's types.</param>
internal sealed record PluginRegistration(PluginKind Kind, string Name, Delegate Factory);
