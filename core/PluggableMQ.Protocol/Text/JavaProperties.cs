using System.Globalization;
using System.Text;

namespace PluggableMQ.Protocol.Text;

/// <summary>Texts of Java's <c>Properties</c>: configuration files (<c>-c</c>), and the bodies of requests 25, 26, 318 and 319.</summary>
public static class JavaProperties
{
    /// <summary>Reads a text by the rules of <c>Properties.load</c>.</summary>
    /// <param name="text">
    /// Lines of <c>key=value</c>, <c>key:value</c> or <c>key value</c>; <c>#</c> and <c>!</c> begin comment lines; a backslash at a
    /// line's end continues it, and before <c>t n r f uXXXX</c> it makes the usual characters.
    /// </param>
    /// <returns>Keys and values in the order of the text. A key that comes twice is there twice; the last one counts.</returns>
    /// <exception cref="InvalidDataException">A <c>\u</c> without four hexadecimal digits behind it.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text)
    {
        var result = new List<KeyValuePair<string, string>>();
        var reader = new JavaPropertiesReader(text);
        while (reader.TryRead(out var key, out var value)) result.Add(new KeyValuePair<string, string>(key, value));
        return result;
    }

    /// <summary>Writes lines of <c>key=value</c>, each ended by a line feed, that <see cref="Parse"/> and Java read back as they were.</summary>
    /// <param name="properties">Keys and values, in the order in which they are written.</param>
    /// <returns>ASCII text: what has a meaning, and what is not ASCII, is escaped.</returns>
    public static string Write(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in properties)
        {
            Append(text, key, isKey: true);
            text.Append('=');
            Append(text, value, isKey: false);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string part, bool isKey)
    {
        for (var i = 0; i < part.Length; i++)
        {
            var c = part[i];
            switch (c)
            {
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case ' ' when isKey || i == 0:
                case '=' or ':' when isKey:
                case '#' or '!' when isKey && i == 0:
                    text.Append('\\').Append(c);
                    break;
                case < ' ' or > '~':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
    }
}
