using System.Text;

namespace PluggableMQ.Protocol;

/// <summary>Java's <c>String.hashCode</c>: 31·h + UTF-16 code unit, wrapping at 32 bits.</summary>
public static class JavaHash
{
    /// <summary>Hashes text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What Java's <c>hashCode</c> returns for it.</returns>
    public static int Of(ReadOnlySpan<char> text)
    {
        var hash = 0;
        foreach (var unit in text) hash = unchecked((31 * hash) + unit);
        return hash;
    }

    /// <summary>Hashes text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What Java's <c>hashCode</c> returns for it.</returns>
    public static int Of(string text) => Of(text.AsSpan());

    /// <summary>Hashes text given in UTF-8, without making a string of it.</summary>
    /// <param name="utf8">The text in UTF-8; invalid bytes count as U+FFFD, as in Java's decoder.</param>
    /// <returns>What Java's <c>hashCode</c> returns for the decoded text.</returns>
    public static int Of(ReadOnlySpan<byte> utf8)
    {
        var hash = 0;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] >= 0x80) return OfNonAscii(hash, utf8[i..]);
            hash = unchecked((31 * hash) + utf8[i]);
        }

        return hash;
    }

    private static int OfNonAscii(int hash, ReadOnlySpan<byte> utf8)
    {
        Span<char> units = stackalloc char[2];
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            var count = rune.EncodeToUtf16(units);
            for (var i = 0; i < count; i++) hash = unchecked((31 * hash) + units[i]);
            utf8 = utf8[used..];
        }

        return hash;
    }
}
