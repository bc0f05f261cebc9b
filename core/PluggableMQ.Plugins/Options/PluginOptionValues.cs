using System.Text.Json.Nodes;

namespace PluggableMQ.Plugins.Options;

/// <summary>The options that an operator gives to one plugin, and where they come from.</summary>
/// <param name="Values">The options; scalars may be texts.</param>
/// <param name="Source">Where they stand, for errors: for example <c>pluggablemq.json</c>.</param>
/// <param name="Sources">Top-level options that come from elsewhere, by name; null when all come from <paramref name="Source"/>.</param>
public sealed record PluginOptionValues(JsonObject Values, string Source, IReadOnlyDictionary<string, string>? Sources = null)
{
    /// <summary>No options.</summary>
    public static PluginOptionValues None => new([], "");

    /// <summary>Where the option at a path comes from.</summary>
    /// <param name="path">For example <c>flushDiskType</c> or <c>servers[1].port</c>.</param>
    /// <returns>A file's name, or something like <c>command line</c>.</returns>
    public string SourceOf(string path)
    {
        var end = path.AsSpan().IndexOfAny('.', '[');
        return Sources is not null && Sources.TryGetValue(end < 0 ? path : path[..end], out var source) ? source : Source;
    }

    /// <summary>An error about an option, with where it comes from.</summary>
    internal string Describe(string path, string text)
    {
        var source = SourceOf(path);
        return source.Length == 0 ? text : $"{source}: {text}";
    }
}
