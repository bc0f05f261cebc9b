namespace PluggableMQ.Tracing.Log;

/// <summary>Keeps what a sender wrote (keys, tags) on one line, and short.</summary>
internal static class OneLine
{
    private const int MaxLength = 256;

    /// <summary>The text with control characters as '?', cut off at 256 characters; '-' for null.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "-";
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyInRange('\0', '\u001F')) return text;
        var kept = text.Length <= MaxLength ? text : text[..MaxLength] + "...";
        return string.Create(kept.Length, kept, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++) target[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
    }
}
