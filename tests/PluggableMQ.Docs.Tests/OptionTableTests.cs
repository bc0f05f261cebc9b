using System.Text.Json;
using PluggableMQ.Hosts.Tests;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Docs.Tests;

/// <summary>The pages below docs/spi name every plugin that ships, what it provides, and each of its options with its default.</summary>
public sealed class OptionTableTests
{
    private static readonly Dictionary<string, string> PageOfKind = new(StringComparer.Ordinal)
    {
        ["transport"] = "transport.md", ["queueSelection"] = "queue-selection.md", ["addressing"] = "addressing.md", ["rpcHook"] = "rpc-hooks.md",
        ["storage"] = "storage.md", ["storeDecorator"] = "storage.md", ["tracing"] = "tracing.md",
    };

    public static TheoryData<string> PluginFolders
        => [.. Directory.GetFiles(Path.Combine(HostProcess.RepositoryRoot, "plugins"), "plugin.json", SearchOption.AllDirectories)
            .Select(file => Path.GetDirectoryName(file)!).Where(folder => !folder.Contains("/bin/", StringComparison.Ordinal) && !folder.Contains("/obj/", StringComparison.Ordinal))
            .Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(PluginFolders))]
    public void Page_OfItsKind_NamesPluginAndOptions(string plugin)
    {
        var folder = Path.Combine(HostProcess.RepositoryRoot, "plugins", plugin);
        var manifest = Read(folder, "plugin.json");
        var provides = manifest.GetProperty("provides").EnumerateArray().ToList();
        var page = DocsPage.Read(Path.Combine("docs", "spi", PageOfKind[provides[0].GetProperty("kind").GetString()!])).Lines;

        Assert.Contains(page, line => line.Contains(plugin, StringComparison.Ordinal));
        Assert.All(provides, entry => Assert.Contains(page, line => line.Contains($"`{entry.GetProperty("name").GetString()}`", StringComparison.Ordinal)));
        if (!manifest.TryGetProperty("configurationSchema", out var schema)) return;
        foreach (var option in Read(folder, schema.GetString()!).GetProperty("properties").EnumerateObject())
        {
            var row = $"| `{option.Name}` | {Default(option.Value)} |";
            Assert.True(page.Any(line => line.StartsWith(row, StringComparison.Ordinal)), $"no row of the page begins with {row}, for {plugin}");
        }
    }

    private static string Default(JsonElement option)
    {
        var text = option.TryGetProperty("default", out var value) ? value.ToString() : "";
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) text = text.ToLowerInvariant();
        return text.Length == 0 ? "none" : $"`{text}`";
    }

    private static JsonElement Read(string folder, string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file))).RootElement;
}
