using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>One look for changes, and what has come of it so far.</summary>
/// <param name="roles">The roles of the process.</param>
/// <param name="manifest">The manifest that is to be in force.</param>
/// <param name="refusals">The plugins that could not be used.</param>
/// <param name="problems">What is wrong with the manifest.</param>
internal sealed class SwapAttempt(SwapRole[] roles, OperatorManifest manifest, SwapRefusals refusals, List<string> problems)
{
    /// <summary>The roles of the process.</summary>
    public SwapRole[] Roles => roles;

    /// <summary>The manifest that is to be in force; the one that is when the other cannot be.</summary>
    public OperatorManifest Manifest { get; set; } = manifest;

    /// <summary>The plugins that could not be used.</summary>
    public SwapRefusals Refusals => refusals;

    /// <summary>What is wrong with the manifest.</summary>
    public List<string> Problems => problems;

    /// <summary>What was thrown for the last of the problems, when it was a plugin that threw.</summary>
    public Exception? Cause { get; set; }

    /// <summary>Plugins that are in force and not in use everywhere where they should be.</summary>
    public HashSet<PluginEntry> Unfinished { get; } = [];
}
