namespace PluggableMQ.Plugins.Catalog;

/// <summary>Something is wrong with a plugin that is in use. The message says which, where and what to do.</summary>
public class PluginException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="pluginId">The plugin, when it is known which.</param>
    /// <param name="phase">The phase that failed, when it was one.</param>
    /// <param name="innerException">The cause, if any.</param>
    public PluginException(string message, string? pluginId = null, PluginPhase? phase = null, Exception? innerException = null)
        : base(message, innerException)
    {
        PluginId = pluginId;
        Phase = phase;
    }

    /// <summary>The plugin, when it is known which.</summary>
    public string? PluginId { get; }

    /// <summary>The phase that failed, when it was one.</summary>
    public PluginPhase? Phase { get; }

    /// <summary>The message without plugin and phase, for where they are shown anyway; null when it was not put together of them.</summary>
    internal string? Detail { get; private init; }

    /// <summary>A phase of a plugin failed.</summary>
    internal static PluginException Failed(PluginEntry entry, PluginPhase phase, string detail, Exception? cause)
        => new($"Plugin {entry} in {entry.Directory} failed ({phase}): {detail}", entry.Id, phase, cause) { Detail = detail };
}

/// <summary>No usable plugin provides what was asked for, or more than one does.</summary>
public sealed class PluginNotFoundException : PluginException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was asked for, where it was looked for, and what is there.</param>
    /// <param name="kind">The kind's name.</param>
    /// <param name="name">The name asked for, or null when none was.</param>
    /// <param name="pluginId">The plugin that should provide it, when it is known which.</param>
    public PluginNotFoundException(string message, string kind, string? name, string? pluginId = null) : base(message, pluginId)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>The kind's name.</summary>
    public string Kind { get; }

    /// <summary>The name asked for, or null when none was.</summary>
    public string? Name { get; }
}
