namespace PluggableMQ.Plugins.Compatibility;

/// <summary>Compares an assembly's target framework with the one that runs.</summary>
internal static class FrameworkName
{
    /// <summary>What does not fit, or null.</summary>
    /// <param name="name">For example <c>.NETCoreApp,Version=v10.0</c>; null says nothing and fits.</param>
    /// <param name="running">The runtime's version.</param>
    public static string? Explain(string? name, Version running)
    {
        if (name is null) return null;
        var parts = name.Split(',');
        var version = parts.Length > 1 && parts[1].StartsWith("Version=v", StringComparison.Ordinal) && Version.TryParse(parts[1]["Version=v".Length..], out var parsed)
            ? parsed
            : null;
        if (version is not null && parts[0] == ".NETStandard" && version <= new Version(2, 1)) return null;
        if (version is not null && parts[0] == ".NETCoreApp" && version <= new Version(running.Major, running.Minor)) return null;
        return $"was built for {name}, this host runs .NET {running.ToString(2)}";
    }
}
