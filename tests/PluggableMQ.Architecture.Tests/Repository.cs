namespace PluggableMQ.Architecture.Tests;

/// <summary>Finds what the build made.</summary>
internal static class Repository
{
    // tests/<project>/bin/<configuration>/<framework>/
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory);

    private static string Configuration => Output.Parent!.Name;

    public static string Root => Output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    public static IReadOnlyList<BuiltAssembly> Core { get; } = Read("core", project => $"{project}.dll");

    public static IReadOnlyList<BuiltAssembly> Hosts { get; } = Read("hosts", _ => "pmq*.dll");

    public static IReadOnlyList<BuiltAssembly> Plugins { get; } =
    [
        .. Projects("plugins").Select(p => BuiltAssembly.Read(Path.Combine(Root, "artifacts", "plugins", Configuration, p, $"{p}.dll"))),
    ];

    public static IEnumerable<BuiltAssembly> All => [.. Core, .. Plugins, .. Hosts];

    private static IReadOnlyList<BuiltAssembly> Read(string folder, Func<string, string> pattern) =>
    [
        .. Projects(folder).SelectMany(p => Directory.GetFiles(Path.Combine(Root, folder, p, "bin", Configuration, Output.Name), pattern(p))).Select(BuiltAssembly.Read),
    ];

    // Not deeper: pmq carries the templates of projects in its output.
    public static IEnumerable<string> Projects(string folder)
        => Directory.EnumerateDirectories(Path.Combine(Root, folder)).SelectMany(d => Directory.EnumerateFiles(d, "*.csproj")).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);
}
