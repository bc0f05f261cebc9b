using System.Reflection;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>The assemblies that plugins share with the host: the contracts, what their signatures need, and the framework.</summary>
internal sealed class SharedContracts
{
    private readonly Dictionary<string, Version> _contracts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HostAssemblies _host;

    private SharedContracts(HostAssemblies host) => _host = host;

    /// <summary>The contracts' simple names: the roots and all that they reference outside the framework.</summary>
    public IReadOnlyCollection<string> ContractNames => _contracts.Keys;

    /// <summary>Computes the set from the contracts' assemblies.</summary>
    /// <param name="roots">The assemblies that hold contracts.</param>
    /// <param name="host">What the host can load.</param>
    public static SharedContracts Compute(IEnumerable<Assembly> roots, HostAssemblies host)
    {
        var shared = new SharedContracts(host);
        var pending = new Queue<AssemblyName>();
        foreach (var root in roots)
        {
            shared._contracts[root.GetName().Name!] = root.GetName().Version!;
            foreach (var reference in root.GetReferencedAssemblies()) pending.Enqueue(reference);
        }

        while (pending.TryDequeue(out var next))
        {
            if (shared._contracts.ContainsKey(next.Name!) || IsPureFramework(next.Name!, host) || host.FileOf(next.Name!) is not { } file) continue;
            if (AssemblyFacts.TryRead(file) is not { } facts) continue;
            shared._contracts[facts.Name] = facts.Version;
            foreach (var reference in facts.References) pending.Enqueue(new AssemblyName(reference.Name));
        }

        return shared;
    }

    /// <summary>Whether a simple name is bound to the host's assembly.</summary>
    public bool Contains(string name) => _contracts.ContainsKey(name) || _host.IsFramework(name);

    /// <summary>Whether a simple name is one of the contracts (and not merely of the framework).</summary>
    public bool IsContract(string name) => _contracts.ContainsKey(name);

    /// <summary>The version that the host has of a shared assembly, or null.</summary>
    public Version? VersionOf(string name) => _contracts.GetValueOrDefault(name) ?? _host.VersionOf(name);

    // Microsoft.Extensions.* can belong to a framework (ASP.NET Core) and still be named as a contract.
    private static bool IsPureFramework(string name, HostAssemblies host)
        => host.IsFramework(name) && !name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);
}
