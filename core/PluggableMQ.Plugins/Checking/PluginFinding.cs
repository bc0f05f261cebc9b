using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Plugins.Checking;

/// <summary>One thing that a check found.</summary>
/// <param name="Severity">What it means for a host.</param>
/// <param name="Phase">The phase that a host would find it in, <see cref="PluginPhase.Discover"/> to <see cref="PluginPhase.Order"/>.</param>
/// <param name="Plugin">The plugin's id and version; its folder's name when the manifest could not be read.</param>
/// <param name="File">The file or folder that it is about, as an absolute path.</param>
/// <param name="Property">The property of a JSON file, as a path such as <c>provides[0].kind</c>; null when it is about the whole file.</param>
/// <param name="Text">What is wrong: the rest of a sentence that begins with the property, or the file. No full stop at its end.</param>
/// <param name="Remedy">What to do about it, as a sentence with its full stop or question mark; never empty.</param>
public sealed record PluginFinding(FindingSeverity Severity, PluginPhase Phase, string Plugin, string File, string? Property, string Text, string Remedy)
{
    /// <summary>All but severity, phase and plugin in one line.</summary>
    /// <returns>For example <c>/plugins/a/plugin.json: 'roles' names 'brocker', which is no host; did you mean 'broker'?</c>.</returns>
    public override string ToString() => new PluginFault(File, Property, Text, Remedy).ToString();
}
