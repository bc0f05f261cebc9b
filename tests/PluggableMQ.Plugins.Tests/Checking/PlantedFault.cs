using System.Text.Json.Nodes;
using Mono.Cecil;
using PluggableMQ.Plugins.Checking;

namespace PluggableMQ.Plugins.Tests.Checking;

/// <summary>One thing done wrong to a good plugin, and what a check must say about it.</summary>
/// <param name="Name">What it is, for the test's name.</param>
/// <param name="Plant">Does it; gets the directory and the folder of a good plugin in it.</param>
/// <param name="File">The end of the path of the file that must be named.</param>
/// <param name="Property">The property that must be named, or null.</param>
/// <param name="Text">A part of the sentence that says what is wrong.</param>
/// <param name="Remedy">A part of the remedy.</param>
public sealed record PlantedFault(string Name, Action<PluginFolder, string> Plant, string File, string? Property, string Text, string Remedy)
{
    /// <summary>What it means for a host.</summary>
    public FindingSeverity Severity { get; init; } = FindingSeverity.Error;

    public override string ToString() => Name;

    /// <summary>A fault of plugin.json: a property that is set to a value (null removes it).</summary>
    public static PlantedFault InManifest(string name, string property, string? json, string? named, string text, string remedy)
        => new(name, (_, folder) => Edit(folder, m => Set(m, property, json)), "plugin.json", named, text, remedy);

    /// <summary>A fault of the schema, given as the whole file.</summary>
    public static PlantedFault InSchema(string name, string json, string? named, string text, string remedy)
        => new(name, (_, folder) => System.IO.File.WriteAllText(Path.Combine(folder, "options.schema.json"), json), "options.schema.json", named, text, remedy);

    /// <summary>A fault of an assembly's metadata.</summary>
    public static PlantedFault InAssembly(string name, Action<AssemblyDefinition> change, string text, string remedy)
        => new(name, (_, folder) => Rewrite(Path.Combine(folder, "Fixtures.Alpha.dll"), change), "Fixtures.Alpha.dll", null, text, remedy);

    public static void Edit(string folder, Action<JsonObject> change)
    {
        var path = Path.Combine(folder, "plugin.json");
        var json = JsonNode.Parse(System.IO.File.ReadAllText(path))!.AsObject();
        change(json);
        System.IO.File.WriteAllText(path, json.ToJsonString());
    }

    public static void Rewrite(string file, Action<AssemblyDefinition> change)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { ReadWrite = true });
        change(assembly);
        assembly.Write();
    }

    private static void Set(JsonObject manifest, string property, string? json)
    {
        if (json is null) manifest.Remove(property);
        else manifest[property] = JsonNode.Parse(json);
    }
}
