using PluggableMQ.Hosting;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>The name of a plugin's project: it becomes a namespace, a folder and the plugin's id, and its last part a type and a short name.</summary>
internal static class ProjectName
{
    // What kinds and names in manifests may have.
    private const int LongestPart = 64;
    private const int Longest = 128;

    // Reserved words of C#, which no part of a namespace can be. Contextual ones, such as record, can.
    private static readonly string[] ReservedWords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do",
        "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int",
        "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public",
        "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try",
        "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary>Returns a name that a project can have.</summary>
    /// <param name="name">What was typed.</param>
    /// <exception cref="HostConfigurationException">It cannot be one; says why, and what would be right.</exception>
    public static string Check(string name)
    {
        var parts = name.Split('.');
        if (name.Length > Longest || !parts.All(IsIdentifier))
        {
            throw new HostConfigurationException(
                $"'{name}' is no name for a project; use letters, digits and underscores, parts separated by dots, a letter first: Acme.SizeLimit. "
                + $"At most {Longest} characters, {LongestPart} for a part.");
        }

        if (parts.FirstOrDefault(part => ReservedWords.Contains(part)) is { } word)
        {
            throw new HostConfigurationException(
                $"'{name}' is no name for a project: it becomes a namespace, and '{word}' is a word of C#. Write it with a capital, {Capital(parts)}, or choose another.");
        }

        return name;
    }

    private static bool IsIdentifier(string part)
        => part.Length is > 0 and <= LongestPart && char.IsAsciiLetter(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Capital(IEnumerable<string> parts)
        => string.Join('.', parts.Select(part => ReservedWords.Contains(part) ? char.ToUpperInvariant(part[0]) + part[1..] : part));
}
