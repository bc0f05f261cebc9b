using System.Text.Json.Nodes;

namespace PluggableMQ.Plugins.Tests;

/// <summary>A temporary plugin directory that tests fill with fixtures.</summary>
public sealed class PluginFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pmq-test-");

    public string Root => _root.FullName;

    /// <summary>Copies a fixture and changes its plugin.json.</summary>
    public string Add(string fixture, Action<JsonObject>? change = null, string? folder = null)
    {
        var target = Path.Combine(Root, folder ?? fixture);
        var source = Path.Combine(AppContext.BaseDirectory, "fixtures", fixture);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        if (change is not null)
        {
            var path = Path.Combine(target, "plugin.json");
            var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            change(json);
            File.WriteAllText(path, json.ToJsonString());
        }

        return target;
    }

    public string AddText(string folder, string manifest)
    {
        var target = Path.Combine(Root, folder);
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, "plugin.json"), manifest);
        return target;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
