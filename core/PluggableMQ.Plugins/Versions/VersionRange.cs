using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Plugins.Versions;

/// <summary>A range of versions: <c>[1.0,2.0)</c> includes 1.0 and excludes 2.0; either end may be left out.</summary>
/// <param name="Minimum">The lower end, or null.</param>
/// <param name="IncludesMinimum">Whether the lower end belongs to the range.</param>
/// <param name="Maximum">The upper end, or null.</param>
/// <param name="IncludesMaximum">Whether the upper end belongs to the range.</param>
public sealed record VersionRange(Version? Minimum, bool IncludesMinimum, Version? Maximum, bool IncludesMaximum)
{
    /// <summary>Parses a range.</summary>
    /// <param name="text">For example <c>[1.0,2.0)</c>, <c>[1.2,)</c> or <c>[1.0]</c> (exactly 1.0).</param>
    /// <param name="range">The range when the text is one.</param>
    /// <returns>Whether the text is a range that holds at least one version.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text is not { Length: >= 3 } || text[0] is not ('[' or '(') || text[^1] is not (']' or ')')) return false;
        var includesMinimum = text[0] == '[';
        var includesMaximum = text[^1] == ']';
        var ends = text[1..^1].Split(',');
        if (!TryParseEnd(ends[0], out var minimum)) return false;
        if (ends.Length == 1)
        {
            if (minimum is null || !includesMinimum || !includesMaximum) return false;
            range = new VersionRange(minimum, true, minimum, true);
            return true;
        }

        if (ends.Length != 2 || !TryParseEnd(ends[1], out var maximum)) return false;
        if (minimum is not null && maximum is not null && (minimum > maximum || (minimum == maximum && !(includesMinimum && includesMaximum)))) return false;
        range = new VersionRange(minimum, includesMinimum, maximum, includesMaximum);
        return true;
    }

    /// <summary>Tells whether a version lies in the range.</summary>
    /// <param name="version">The version.</param>
    /// <returns>Whether it does.</returns>
    public bool Contains(Version version)
    {
        var number = PluginVersion.Normalize(version);
        if (Minimum is not null && (IncludesMinimum ? number < Minimum : number <= Minimum)) return false;
        return Maximum is null || (IncludesMaximum ? number <= Maximum : number < Maximum);
    }

    /// <summary>The range as it is written in manifests.</summary>
    /// <returns>For example <c>[1.0,2.0)</c>.</returns>
    public override string ToString() => $"{(IncludesMinimum ? '[' : '(')}{Short(Minimum)},{Short(Maximum)}{(IncludesMaximum ? ']' : ')')}";

    private static string Short(Version? version) => version switch
    {
        null => "",
        { Revision: > 0 } => version.ToString(4),
        { Build: > 0 } => version.ToString(3),
        _ => version.ToString(2),
    };

    private static bool TryParseEnd(string text, out Version? version)
    {
        version = null;
        text = text.Trim();
        if (text.Length == 0) return true;
        if (!text.Contains('.', StringComparison.Ordinal)) text += ".0";
        if (!Version.TryParse(text, out var parsed)) return false;
        version = PluginVersion.Normalize(parsed);
        return true;
    }
}
