using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Naming;

/// <summary>Puts a namespace before topics and groups, and takes it off (<c>NamespaceUtil</c>): <c>namespace%name</c>, behind a retry or dead-letter prefix.</summary>
internal static class NamespaceNames
{
    private const char Separator = '%';

    /// <summary>The name on the wire. System topics, system groups and names that have the namespace already stay as they are.</summary>
    public static string Wrap(string? ns, string name)
    {
        if (string.IsNullOrEmpty(ns) || name.Length == 0) return name;
        if (TopicValidator.IsSystemTopic(name) || name.StartsWith(GroupNames.SystemPrefix, StringComparison.Ordinal)) return name;
        var prefix = GetPrefix(name);
        return HasNamespace(ns, name.AsSpan(prefix.Length)) ? name : $"{prefix}{ns}{Separator}{name.AsSpan(prefix.Length)}";
    }

    /// <summary>The user's name; a name of another namespace stays as it is.</summary>
    public static string Unwrap(string? ns, string name)
    {
        if (string.IsNullOrEmpty(ns)) return name;
        var prefix = GetPrefix(name);
        return HasNamespace(ns, name.AsSpan(prefix.Length)) ? $"{prefix}{name.AsSpan(prefix.Length + ns.Length + 1)}" : name;
    }

    private static bool HasNamespace(string ns, ReadOnlySpan<char> name)
        => name.Length > ns.Length && name[ns.Length] == Separator && name.StartsWith(ns, StringComparison.Ordinal);

    private static string GetPrefix(string name)
    {
        if (name.StartsWith(TopicNames.RetryPrefix, StringComparison.Ordinal)) return TopicNames.RetryPrefix;
        return name.StartsWith(TopicNames.DlqPrefix, StringComparison.Ordinal) ? TopicNames.DlqPrefix : "";
    }
}
