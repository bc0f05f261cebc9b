using System.Text.Json;
using System.Text.RegularExpressions;

namespace PluggableMQ.Architecture.Tests;

/// <summary>Every plugin has a test project that runs the contract kits of what it provides, read off manifests and sources: the test projects need not be built.</summary>
public partial class ContractKitTests
{
    private const string ManifestKit = "PluginManifestContract";

    // As in PluginKinds; a kind without a kit is a fault, too.
    private static readonly Dictionary<string, string> Kits = new()
    {
        ["transport"] = "TransportContract",
        ["storage"] = "MessageStoreContract",
        ["storeDecorator"] = "StoreDecoratorContract",
        ["rpcHook"] = "RpcHookContract",
        ["queueSelection"] = "QueueSelectionContract",
        ["tracing"] = "TraceDispatcherContract",
        ["addressing"] = "AddressingContract",
    };

    public static TheoryData<string> Plugins => [.. Repository.Projects("plugins")];

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Plugin_EachKindThatItProvides_HasItsKitRun(string plugin)
    {
        var bases = ReadBases(plugin);

        Assert.All([ManifestKit, .. ReadKinds(plugin).Select(KitOf)], kit => Assert.True(
            bases.Keys.Any(type => IsRun(type, kit, bases)),
            $"No concrete class of tests/{plugin}.Tests derives from {kit}. Add one; core/PluggableMQ.Testing has the kit, and the tests of other plugins of the kind show how."));
    }

    [Fact]
    public void Kits_OfEachKind_AreInTheTestingLibrary()
    {
        var kits = Directory.GetFiles(Path.Combine(Repository.Root, "core", "PluggableMQ.Testing", "Contracts"), "*Contract.cs").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal([.. Kits.Values.Append(ManifestKit).Order(StringComparer.Ordinal)], kits.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("public class A : RpcHookContract;", true)]
    [InlineData("public sealed class A() : Mine(\"x\"), IDisposable { } public abstract class Mine(string name) : RpcHookContract", true)]
    [InlineData("public abstract class Mine : RpcHookContract { }", false)]
    [InlineData("// class A : RpcHookContract", false)]
    [InlineData("public class A : Other", false)]
    public void Scan_Source_FindsConcreteClasses(string source, bool expected)
    {
        var bases = Scan([source]);

        Assert.Equal(expected, bases.Keys.Any(type => IsRun(type, "RpcHookContract", bases)));
    }

    private static string KitOf(string kind) => Kits.TryGetValue(kind, out var kit) ? kit : throw new InvalidOperationException($"Kind '{kind}' has no contract kit; write one in core/PluggableMQ.Testing.");

    private static string[] ReadKinds(string plugin)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "plugins", plugin, "plugin.json")));
        return [.. manifest.RootElement.GetProperty("provides").EnumerateArray().Select(provided => provided.GetProperty("kind").GetString()!).Distinct()];
    }

    private static Dictionary<string, (string Base, bool IsAbstract)> ReadBases(string plugin)
    {
        var folder = new DirectoryInfo(Path.Combine(Repository.Root, "tests", plugin + ".Tests"));
        Assert.True(folder.Exists, $"{plugin} has no tests: there is no tests/{folder.Name}.");
        var sources = folder.EnumerateFiles("*.cs").Concat(folder.EnumerateDirectories().Where(d => d.Name is not ("bin" or "obj")).SelectMany(d => d.EnumerateFiles("*.cs", SearchOption.AllDirectories)));
        return Scan(sources.Select(file => File.ReadAllText(file.FullName)));
    }

    private static Dictionary<string, (string Base, bool IsAbstract)> Scan(IEnumerable<string> sources)
        => sources.SelectMany(source => ClassWithBase().Matches(source)).DistinctBy(match => match.Groups["name"].Value)
            .ToDictionary(match => match.Groups["name"].Value, match => (match.Groups["base"].Value, match.Groups["modifiers"].Value.Contains("abstract", StringComparison.Ordinal)));

    private static bool IsRun(string type, string kit, Dictionary<string, (string Base, bool IsAbstract)> bases)
    {
        // The runner skips abstract classes.
        if (bases[type].IsAbstract) return false;
        var ancestor = type;
        for (var depth = 0; depth < bases.Count && bases.TryGetValue(ancestor, out var found); depth++) ancestor = found.Base;
        return ancestor == kit;
    }

    // "public sealed class Name(parameters) : Base": test classes are public, each first on its line or behind another one.
    [GeneratedRegex(@"(?<=^|\}\s*)public\s+(?<modifiers>((abstract|sealed|partial)\s+)*)class\s+(?<name>\w+)(\(.*?\))?\s*:\s*(?<base>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ClassWithBase();
}
