using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Mono.Cecil;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Checking;
using static PluggableMQ.Plugins.Tests.Checking.PlantedFault;

namespace PluggableMQ.Plugins.Tests.Checking;

/// <summary>What authors get wrong.</summary>
internal static class PlantedFaults
{
    private const string Entry = "Fixtures.Alpha.dll";

    private static readonly Version Newer = new(99, 0, 0, 0);

    public static readonly IReadOnlyList<PlantedFault> All =
    [
        // Files
        new("no plugin.json", (_, folder) => File.Delete(Path.Combine(folder, "plugin.json")), "alpha", null, "holds no plugin.json", "put the plugin's plugin.json"),
        new("broken JSON", (_, folder) => File.WriteAllText(Path.Combine(folder, "plugin.json"), "{\n  \"id\": oops\n}"), "plugin.json", null, "not valid JSON at line 2, column 9", "mend it there"),
        new("entry assembly missing", (_, folder) => File.Move(Path.Combine(folder, Entry), Path.Combine(folder, "Fixtures.Alfa.dll")), "plugin.json", "entryAssembly",
            "names 'Fixtures.Alpha.dll', which is not in", "did you mean 'Fixtures.Alfa.dll'?"),
        new("entry assembly is a link that leads out", LinkOut, "plugin.json", "entryAssembly", "which leads out of", "put the file itself there"),
        new("entry assembly is random bytes", (_, folder) => File.WriteAllBytes(Path.Combine(folder, Entry), [.. Enumerable.Range(0, 9000).Select(i => (byte)(i * 7))]), Entry, null,
            "is not a .NET assembly", "copy it again"),
        new("entry assembly is cut short", (_, folder) => Truncate(Path.Combine(folder, Entry)), Entry, null, "is not a .NET assembly", "copy it again"),
        new("entry assembly was renamed", Rename, "Renamed.dll", null, "holds the assembly Fixtures.Alpha", "call the file Fixtures.Alpha.dll."),
        new("private dependency missing", (_, folder) => File.Delete(Path.Combine(folder, "Fixtures.Library.dll")), Entry, null,
            "needs Fixtures.Library 1.0.0.0, which is neither in the plugin's folder", "ship it with the plugin"),
        new("no .deps.json", (_, folder) => File.Delete(Path.Combine(folder, "Fixtures.Alpha.deps.json")), "Fixtures.Alpha.deps.json", null,
            "only found beside the assembly", "ship the file that the build makes.") { Severity = FindingSeverity.Warning },
        new("own copy of the contracts", (_, folder) => File.Copy(typeof(IPlugin).Assembly.Location,
            Path.Combine(folder, "PluggableMQ.Abstractions.dll")), "PluggableMQ.Abstractions.dll", null, "is an own copy of PluggableMQ.Abstractions", "leave it out.") { Severity = FindingSeverity.Warning },

        new("contract is no assembly", (_, folder) =>
            {
                Edit(folder, m => m["contracts"] = new JsonArray("Acme.Contracts.dll"));
                File.WriteAllText(Path.Combine(folder, "Acme.Contracts.dll"), "nothing");
            }, "Acme.Contracts.dll", null, "is not a .NET assembly", "copy it again"),

        // plugin.json
        InManifest("unknown key", "entyType", "\"x\"", "entyType", "is not a known key", "did you mean 'entryType'?"),
        InManifest("missing property", "entryType", null, "entryType", "is missing", "add it"),
        InManifest("other manifestVersion", "manifestVersion", "2", "manifestVersion", "is 2", "this host reads version 1."),
        InManifest("bad id", "id", "\"Acme Alpha\"", "id", "is 'Acme Alpha'", "use letters, digits"),
        InManifest("bad version", "version", "\"one\"", "version", "is 'one'", "write major.minor.patch"),
        InManifest("bad SPI range", "spi", "\"1.0\"", "spi", "is '1.0'", "write a version range"),
        InManifest("SPI range of a later host", "spi", "\"[7.0,8.0)\"", "spi", "is [7.0,8.0), this host has SPI 1.", "use a newer host"),
        InManifest("SPI range of an earlier host", "spi", "\"[0.1,1.0)\"", "spi", "is [0.1,1.0), this host has SPI 1.", "use a newer version of the plugin"),
        InManifest("SPI range below what it was built against", "spi", "\"[1.0,2.0)\"", "spi",
            "is [1.0,2.0), but Fixtures.Alpha.dll was built against PluggableMQ.Abstractions 1.1.0", "write [1.1,2.0), or build it against") with { Severity = FindingSeverity.Warning },
        InManifest("SPI range without a minimum", "spi", "\"(,2.0)\"", "spi",
            "is (,2.0), but Fixtures.Alpha.dll was built against", "write [1.1,2.0)") with { Severity = FindingSeverity.Warning },
        InManifest("version of an earlier build", "version", "\"1.1.9\"", "version",
            "is 1.1.9, but Fixtures.Alpha.dll is version 1.2.0", "give both the same.") with { Severity = FindingSeverity.Warning },
        InManifest("entry assembly outside", "entryAssembly", "\"../Fixtures.Alpha.dll\"", "entryAssembly", "is '../Fixtures.Alpha.dll'", "inside the plugin's folder"),
        InManifest("unknown kind", "provides", """[{ "kind": "adressing", "name": "alpha" }]""", "provides[0].kind", "is no kind of extension", "did you mean 'addressing'?"),
        InManifest("duplicate provides", "provides", """[{ "kind": "addressing", "name": "a" }, { "kind": "addressing", "name": "a" }]""", "provides[1].name", "a second time", "keep one."),
        InManifest("name with blanks", "provides", """[{ "kind": "addressing", "name": "my alpha" }]""", "provides[0].name", "is 'my alpha'", "use lower-case letters"),
        InManifest("empty provides", "provides", "[]", "provides", "is empty", "list at least one"),
        InManifest("unknown role", "roles", """["brocker"]""", "roles", "names 'brocker', which is no host", "did you mean 'broker'?"),
        InManifest("no roles", "roles", null, "roles", "is missing", "name the hosts"),
        new("unloadable transport", (_, folder) => Edit(folder, m =>
            {
                m["unloadable"] = true;
                m["provides"] = JsonNode.Parse("""[{ "kind": "transport", "name": "a" }]""");
            }), "plugin.json", "unloadable", "is true, but a transport", "set it to false."),
        InManifest("contract not there", "contracts", """["Acme.Contracts.dll"]""", "contracts[0]", "names 'Acme.Contracts.dll', which is not in", "put the file there"),

        // The entry type
        InManifest("entry type misspelt", "entryType", "\"Fixtures.Alpha.AlfaPlugin\"", "entryType", "which is not in it", "did you mean 'Fixtures.Alpha.AlphaPlugin'?"),
        InManifest("entry type is no plugin", "entryType", "\"Fixtures.Alpha.NoPlugin\"", "entryType", "which does not implement PluggableMQ.Abstractions.Plugins.IPlugin", "Fixtures.Alpha.AlphaPlugin"),
        InManifest("entry type is abstract", "entryType", "\"Fixtures.Alpha.AbstractPlugin\"", "entryType", "which is abstract", "a class that can be made"),
        InManifest("entry type is generic", "entryType", "\"Fixtures.Alpha.GenericPlugin`1\"", "entryType", "which is generic", "without type parameters"),
        InManifest("entry type is internal", "entryType", "\"Fixtures.Alpha.HiddenPlugin\"", "entryType", "which is not public", "make it public."),
        InManifest("entry type needs arguments", "entryType", "\"Fixtures.Alpha.DemandingPlugin\"", "entryType", "no public constructor without parameters", "give it one"),

        // The options' schema
        new("schema missing", (_, folder) => File.Delete(Path.Combine(folder, "options.schema.json")), "plugin.json", "configurationSchema", "which is not in", "put the file there"),
        InSchema("schema is no JSON", "{", null, "not valid JSON at line 1", "mend it"),
        InSchema("schema with an unknown keyword", """{ "type": "object", "propertys": {} }""", "propertys", "is not a known key", "did you mean 'properties'?"),
        InSchema("default outside its bounds", """{ "type": "object", "properties": { "a": { "type": "integer", "maximum": 3, "default": 9 } } }""",
            "properties.a.default", "does not fit its own schema", "change the default or the bound."),

        // What it was built for
        InAssembly("target framework too new", a => SetFramework(a, ".NETCoreApp,Version=v99.0"), "was built for .NETCoreApp,Version=v99.0, this host runs .NET 1", "build it for net1"),
        InAssembly("shared assembly newer than the host's", a => a.MainModule.AssemblyReferences.Single(r => r.Name == "PluggableMQ.Abstractions").Version = Newer,
            "was built against PluggableMQ.Abstractions 99.0.0.0, this host has 1.", "build it against that version"),
        InAssembly("other architecture", a => a.MainModule.Architecture = IsX64 ? TargetArchitecture.ARM64 : TargetArchitecture.AMD64,
            $"was built for {(IsX64 ? "arm64" : "x64")}, this host runs as ", "build it for AnyCPU."),
        new("private dependency of another architecture",
            (_, folder) => Rewrite(Path.Combine(folder, "Fixtures.Library.dll"), a => a.MainModule.Architecture = IsX64 ? TargetArchitecture.ARM64 : TargetArchitecture.AMD64),
            "Fixtures.Library.dll", null, $"was built for {(IsX64 ? "arm64" : "x64")}", "ship the one for AnyCPU") { Severity = FindingSeverity.Warning },

        // Among plugins
        InManifest("requires itself", "requires", """[{ "id": "Fixtures.Alpha" }]""", "requires[0].id", "this plugin's own id", "take it out."),
        InManifest("requires what is not there", "requires", """[{ "id": "Fixtures.Betta" }]""", "requires", "names Fixtures.Betta, which is not there", "did you mean 'Fixtures.Beta'?"),
        InManifest("requires another version", "requires", """[{ "id": "Fixtures.Beta", "version": "[2.0,)" }]""", "requires", "names Fixtures.Beta [2.0,), but Fixtures.Beta 1.0.0 is there", "widen the range."),
        new("requires in a circle", Circle, "plugin.json", "requires", "leads back to the plugin itself: Fixtures.Alpha -> Fixtures.Beta -> Fixtures.Alpha", "take one of them out"),
        new("twins", (root, _) => root.Add("Fixtures.Alpha", folder: "twin"), "plugin.json", "version", "is 1.2.0, as in", "remove one of them, or raise the version."),
        new("lower version beside", (root, _) => root.Add("Fixtures.Alpha", m => m["version"] = "1.0.0", "old"), "plugin.json", "version", "is 1.0.0, lower than 1.2.0 in", "remove the lower one")
            { Severity = FindingSeverity.Warning },
    ];

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static void LinkOut(PluginFolder root, string folder)
    {
        var outside = Path.Combine(root.Root, "outside.dll");
        File.Move(Path.Combine(folder, Entry), outside);
        File.CreateSymbolicLink(Path.Combine(folder, Entry), outside);
    }

    private static void Rename(PluginFolder root, string folder)
    {
        File.Move(Path.Combine(folder, Entry), Path.Combine(folder, "Renamed.dll"));
        Edit(folder, m => m["entryAssembly"] = "Renamed.dll");
    }

    private static void Truncate(string file)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.SetLength(stream.Length / 3);
    }

    private static void Circle(PluginFolder root, string folder)
    {
        Edit(folder, m => m["requires"] = new JsonArray(new JsonObject { ["id"] = "Fixtures.Beta" }));
        Edit(Path.Combine(root.Root, "beta"), m => m["requires"] = new JsonArray(new JsonObject { ["id"] = "Fixtures.Alpha" }));
    }

    private static void SetFramework(AssemblyDefinition assembly, string name)
    {
        var attribute = assembly.CustomAttributes.Single(a => a.AttributeType.Name == "TargetFrameworkAttribute");
        attribute.ConstructorArguments[0] = new CustomAttributeArgument(attribute.ConstructorArguments[0].Type, name);
    }
}
