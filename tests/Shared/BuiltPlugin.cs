namespace PluggableMQ.Tests.Shared;

/// <summary>A plugin's folder as the build leaves it: <c>artifacts/plugins/&lt;configuration&gt;/&lt;id&gt;</c>.</summary>
internal static class BuiltPlugin
{
    /// <summary>The folder.</summary>
    public static string GetDirectory(string id)
    {
        // tests/<project>/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "artifacts", "plugins", output.Parent.Name, id);
    }

    /// <summary>Copies the folder, subfolders included, below another one.</summary>
    public static void CopyTo(string id, string directory)
    {
        var source = GetDirectory(id);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(directory, id, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
