using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PluggableMQ.Plugins.Versions;

/// <summary>A plugin's version: <c>major.minor[.patch[.revision]][-label]</c>. A labelled version comes before the one without.</summary>
/// <param name="Number">The numbers; missing ones are zero.</param>
/// <param name="Label">The pre-release label, or null.</param>
public sealed record PluginVersion(Version Number, string? Label = null) : IComparable<PluginVersion>
{
    /// <summary>Parses a version.</summary>
    /// <param name="text">For example <c>1.2.0</c> or <c>2.0.0-beta.1</c>; build metadata after <c>+</c> is ignored.</param>
    /// <param name="version">The version when the text is one.</param>
    /// <returns>Whether the text is a version.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PluginVersion? version)
    {
        version = null;
        if (string.IsNullOrEmpty(text)) return false;
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0) text = text[..plus];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var label = dash < 0 ? null : text[(dash + 1)..];
        if (label is { Length: 0 } || !Version.TryParse(dash < 0 ? text : text[..dash], out var number)) return false;
        version = new PluginVersion(Normalize(number), label);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(PluginVersion? other)
    {
        if (other is null) return 1;
        var byNumber = Number.CompareTo(other.Number);
        if (byNumber != 0) return byNumber;
        if (Label is null || other.Label is null) return (Label is null ? 1 : 0) - (other.Label is null ? 1 : 0);
        return CompareLabels(Label.Split('.'), other.Label.Split('.'));
    }

    /// <summary>The version as it is written in manifests.</summary>
    /// <returns>For example <c>1.2.0</c>.</returns>
    public override string ToString()
    {
        var number = Number.Revision > 0 ? Number.ToString(4) : Number.ToString(3);
        return Label is null ? number : $"{number}-{Label}";
    }

    /// <summary>Fills missing numbers with zero, so that 1.0 and 1.0.0 are one version.</summary>
    internal static Version Normalize(Version number) => new(number.Major, number.Minor, Math.Max(number.Build, 0), Math.Max(number.Revision, 0));

    // Semantic versioning's rule: numbers by value, text ordinally, numbers before text, the shorter list first.
    private static int CompareLabels(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var leftIsNumber = long.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
            var rightIsNumber = long.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
            var order = (leftIsNumber, rightIsNumber) switch
            {
                (true, true) => leftNumber.CompareTo(rightNumber),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (order != 0) return order;
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Compares two versions.</summary>
    /// <param name="left">The left version.</param>
    /// <param name="right">The right version.</param>
    /// <returns>Whether <paramref name="left"/> comes first.</returns>
    public static bool operator <(PluginVersion? left, PluginVersion? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(PluginVersion? left, PluginVersion? right) => right < left;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(PluginVersion? left, PluginVersion? right) => !(right < left);

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(PluginVersion? left, PluginVersion? right) => !(left < right);
}
