namespace PluggableMQ.Plugins.Compatibility;

/// <summary>The assemblies that the host's process can load by name: its own folder's and the frameworks it runs on.</summary>
internal sealed class HostAssemblies
{
    private readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _framework = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Version?> _versions = new(StringComparer.OrdinalIgnoreCase);

    public HostAssemblies()
    {
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(core));
        var directories = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in trusted)
        {
            _files[Path.GetFileNameWithoutExtension(file)] = file;
            // Frameworks lie side by side as <root>/shared/<name>/<version>.
            if (Path.GetDirectoryName(file) is { } directory && directory != Application && Path.GetDirectoryName(Path.GetDirectoryName(directory)) == shared) directories.Add(directory);
        }

        // A name of a framework stays a framework's when the application overrides it with a newer file.
        foreach (var directory in directories)
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*.dll")) _framework.Add(Path.GetFileNameWithoutExtension(file));
        }

        if (directories.Count == 0) AddSelfContainedFramework();
    }

    private static string Application => Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>Whether a simple name belongs to a framework that the host runs on.</summary>
    public bool IsFramework(string name) => _framework.Contains(name);

    /// <summary>Whether the host can load a simple name.</summary>
    public bool Contains(string name) => _files.ContainsKey(name);

    /// <summary>The file of a simple name, or null.</summary>
    public string? FileOf(string name) => _files.GetValueOrDefault(name);

    /// <summary>The version that the host loads for a simple name, or null when it has none.</summary>
    public Version? VersionOf(string name)
    {
        lock (_versions)
        {
            if (_versions.TryGetValue(name, out var version)) return version;
            version = FileOf(name) is { } file ? AssemblyFacts.TryRead(file)?.Version : null;
            return _versions[name] = version;
        }
    }

    // A self-contained application has no framework folder: the framework's files lie among its own.
    private void AddSelfContainedFramework()
    {
        foreach (var name in _files.Keys)
        {
            if (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                || name is "System" or "mscorlib" or "netstandard" or "Microsoft.CSharp" or "Microsoft.Win32.Primitives" or "Microsoft.Win32.Registry" or "WindowsBase")
                _framework.Add(name);
        }
    }
}
