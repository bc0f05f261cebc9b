using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using PluggableMQ.Plugins.Compatibility;

namespace PluggableMQ.Plugins.Loading;

/// <summary>Where one generation of a plugin lives: shared names come from the host, everything else from its own folder.</summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly SharedContracts _shared;
    private readonly AssemblyLoadContext _host;
    private readonly IReadOnlyList<PluginLoadContext> _required;
    private readonly AssemblyDependencyResolver _resolver;
    private readonly string _entryFile;
    private readonly string _directory;

    /// <summary>Makes the context.</summary>
    /// <param name="name">Its name, <c>id/version</c>.</param>
    /// <param name="entryFile">The entry assembly's file: a resolver that is given the folder throws nothing and resolves nothing.</param>
    /// <param name="shared">The names bound to the host's assemblies.</param>
    /// <param name="required">The contexts of the plugins that it requires.</param>
    /// <param name="isCollectible">Whether it can be unloaded; such code is never precompiled.</param>
    public PluginLoadContext(string name, string entryFile, SharedContracts shared, IReadOnlyList<PluginLoadContext> required, bool isCollectible)
        : base(name, isCollectible)
    {
        _shared = shared;
        _required = required;
        _entryFile = entryFile;
        _directory = Path.GetDirectoryName(entryFile)!;
        _resolver = new AssemblyDependencyResolver(entryFile);
        _host = GetLoadContext(typeof(PluginLoadContext).Assembly)!;
        Resolving += OnResolving;
    }

    /// <summary>The simple names that it shares with the plugins that require it, beside its entry assembly's.</summary>
    public IReadOnlyCollection<string> Contracts { get; init; } = [];

    /// <summary>The simple names of contracts of required plugins that were compiled in.</summary>
    public IReadOnlyCollection<string> HostContracts { get; init; } = [];

    /// <summary>Told of every assembly that was asked for and that nobody has. Called by any thread.</summary>
    public Action<AssemblyName>? Missing { get; init; }

    /// <summary>Loads the entry assembly.</summary>
    public Assembly LoadEntry() => LoadFromAssemblyPath(_entryFile);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        // By simple name: asked for by full name, the host's context throws for a higher version, and what swallows that loads a
        // private copy whose types cannot be cast. Whether the version fits was checked before anything was loaded.
        if (_shared.Contains(name) || HostContracts.Contains(name, StringComparer.OrdinalIgnoreCase)) return _host.LoadFromAssemblyName(new AssemblyName(name));
        foreach (var context in _required)
        {
            if (string.Equals(Path.GetFileNameWithoutExtension(context._entryFile), name, StringComparison.OrdinalIgnoreCase)) return context.LoadEntry();
            // Asked of that context, so that both see the one that its owner sees.
            if (context.Contracts.Contains(name, StringComparer.OrdinalIgnoreCase)) return context.LoadFromAssemblyName(new AssemblyName(name));
        }

        var file = _resolver.ResolveAssemblyToPath(assemblyName) ?? Probe(assemblyName);
        return file is null ? null : LoadFromAssemblyPath(file);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var file = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) ?? ProbeUnmanaged(unmanagedDllName);
        return file is null ? 0 : LoadUnmanagedDllFromPath(file);
    }

    // Raised after the host's context was asked as well. Resources of a language that is not there are no loss.
    private Assembly? OnResolving(AssemblyLoadContext context, AssemblyName name)
    {
        if (string.IsNullOrEmpty(name.CultureName)) Missing?.Invoke(name);
        return null;
    }

    // A file that its .deps.json does not list, because somebody dropped it there by hand.
    private string? Probe(AssemblyName name)
    {
        var file = Path.Combine(_directory, name.CultureName ?? "", name.Name + ".dll");
        return File.Exists(file) ? file : null;
    }

    private string? ProbeUnmanaged(string name)
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] folders =
        [
            _directory,
            Path.Combine(_directory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
            Path.Combine(_directory, "runtimes", $"{system}-{architecture}", "native"),
        ];
        var extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string[] names = [name, name + extension, $"lib{name}{extension}"];
        return folders.SelectMany(folder => names.Select(n => Path.Combine(folder, n))).FirstOrDefault(File.Exists);
    }
}
