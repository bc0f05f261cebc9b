using System.Buffers;

namespace PluggableMQ.Tracing.Log;

/// <summary>Keeps what a sender wrote (ids, keys, tags) on one line, and short.</summary>
internal static class OneLine
{
    private const int MaxLength = 256;

    // Also the line and paragraph separators, at which some viewers break lines.
    private static readonly SearchValues<char> s_breaking = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(static code => (char)code).Where(Breaks)]);

    /// <summary>The text with control characters as '?', cut off at 256 characters; '-' for null.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "-";
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAny(s_breaking)) return text;
        var kept = text.Length <= MaxLength ? text : text[..MaxLength] + "...";
        return string.Create(kept.Length, kept, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++) target[i] = s_breaking.Contains(source[i]) ? '?' : source[i];
        });
    }

    private static bool Breaks(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
