namespace PluggableMQ.Architecture.Tests;

/// <summary>The reference rules of docs/architecture.md, read off the built assemblies.</summary>
public class ReferenceRuleTests
{
    private const string Abstractions = "PluggableMQ.Abstractions";
    private const string Protocol = "PluggableMQ.Protocol";
    private const string Remoting = "PluggableMQ.Remoting";
    private const string Plugins = "PluggableMQ.Plugins";
    private const string Hosting = "PluggableMQ.Hosting";

    private static readonly string[] Roles = ["PluggableMQ.NameServer", "PluggableMQ.Broker", "PluggableMQ.Client"];

    private static readonly string[] CompiledIn =
    [
        "PluggableMQ.Addressing.Static", "PluggableMQ.QueueSelection.RoundRobin", "PluggableMQ.Storage.CommitLog", "PluggableMQ.Storage.InMemory",
        "PluggableMQ.Transport.InMemory", "PluggableMQ.Transport.Tcp",
    ];

    private static readonly Dictionary<string, string[]> Layers = new()
    {
        [Abstractions] = [],
        [Protocol] = [Abstractions],
        [Remoting] = [Abstractions, Protocol],
        [Plugins] = [Abstractions],
        ["PluggableMQ.NameServer"] = [Abstractions, Protocol, Remoting],
        ["PluggableMQ.Broker"] = [Abstractions, Protocol, Remoting],
        ["PluggableMQ.Client"] = [Abstractions, Protocol, Remoting],
        [Hosting] = [Abstractions, Protocol, Remoting, Plugins, .. Roles],
        // For tests, above all others: the embedded queue is an application that compiles plugins in. Nothing of the product references it.
        ["PluggableMQ.Testing"] = [Abstractions, Protocol, Remoting, Plugins, Hosting, .. Roles, .. CompiledIn],
    };

    private static readonly Dictionary<string, string[]> HostRoles = new()
    {
        ["pmq-namesrv"] = ["PluggableMQ.NameServer"],
        ["pmq-broker"] = ["PluggableMQ.Broker"],
        ["pmq-producer"] = ["PluggableMQ.Client"],
        ["pmq"] = Roles,
    };

    [Fact]
    public void Repository_AllProjects_AreRead()
    {
        Assert.Equal(Layers.Keys.Order(), Repository.Core.Select(a => a.Name).Order());
        Assert.Equal(HostRoles.Keys.Order(), Repository.Hosts.Select(a => a.Name).Order());
        Assert.True(Repository.Plugins.Count >= 11, $"{Repository.Plugins.Count} plugins");
    }

    [Fact]
    public void Rule1_Abstractions_NeedsExtensionAbstractionsAtMost()
        => Assert.All(Find(Abstractions).References, r => Assert.True(IsFramework(r) || (r.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && r.EndsWith(".Abstractions", StringComparison.Ordinal)), r));

    [Fact]
    public void Rule2_Plugin_ReferencesTheContractsOnly()
        => AssertReferences(Repository.Plugins, _ => [Abstractions, Protocol]);

    [Fact]
    public void Rule3_Host_ReferencesHostingAndItsRoleAndNoPlugin()
        => AssertReferences(Repository.Hosts, host => [Abstractions, Protocol, Plugins, Hosting, .. HostRoles[host.Name]]);

    [Fact]
    public void Rule4_CoreProjects_ReferenceLowerLayersOnly()
        => AssertReferences(Repository.Core, project => Layers[project.Name]);

    [Theory]
    [InlineData("Autofac", Hosting)]
    [InlineData("Autofac.Extensions.DependencyInjection", Hosting)]
    [InlineData("Scrutor", Hosting)]
    public void Rule5_Container_IsKnownToHostingOnly(string assembly, string only)
    {
        Assert.Contains(Repository.All, a => a.Name == only && a.References.Contains(assembly));
        Assert.All(Repository.All.Where(a => a.Name != only), a => Assert.DoesNotContain(assembly, a.References));
    }

    [Fact]
    public void Rule5_LoadContexts_AreTouchedByPluginsOnly()
    {
        const string Watcher = "System.IO.FileSystemWatcher";
        string[] types = ["System.Runtime.Loader.AssemblyLoadContext", "System.Runtime.Loader.AssemblyDependencyResolver"];
        Assert.Contains(types[0], Find(Plugins).ReferencedTypes);
        // A lookup may watch the file that it reads; plugin folders are nobody else's to watch.
        Assert.All(Repository.All.Where(a => a.Name != Plugins), a => AssertUses(a, a.Name == "PluggableMQ.Addressing.File" ? types : [.. types, Watcher]));
    }

    [Fact]
    public void Rule6_Protocol_HoldsNoSocketStreamOrFile()
    {
        var protocol = Find(Protocol);
        Assert.DoesNotContain(protocol.References, r => r is "System.Net.Sockets" or "System.Net.Http" or "System.IO.Pipes" or "System.IO.MemoryMappedFiles" or "System.IO.FileSystem.Watcher");
        AssertUses(protocol, ["System.IO.File", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.RandomAccess", "System.Console"]);
    }

    [Fact]
    public void EnvironmentVariables_AreReadByHostsOnly()
        => Assert.All(Repository.Core.Concat(Repository.Plugins), a => Assert.DoesNotContain("System.Environment.GetEnvironmentVariable", a.ReferencedMembers));

    private static void AssertReferences(IEnumerable<BuiltAssembly> assemblies, Func<BuiltAssembly, string[]> allowed)
    {
        var broken = assemblies.SelectMany(a => a.OwnReferences.Except(allowed(a)).Select(r => $"{a.Name} -> {r}")).ToList();
        Assert.True(broken.Count == 0, string.Join(Environment.NewLine, broken));
    }

    private static void AssertUses(BuiltAssembly assembly, string[] forbidden)
    {
        var used = assembly.ReferencedTypes.Intersect(forbidden).ToList();
        Assert.True(used.Count == 0, $"{assembly.Name} uses {string.Join(", ", used)}");
    }

    private static BuiltAssembly Find(string name) => Repository.Core.Single(a => a.Name == name);

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard";
}
