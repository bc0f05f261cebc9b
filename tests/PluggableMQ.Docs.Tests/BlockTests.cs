using System.Text.Json;
using System.Xml.Linq;
using PluggableMQ.Hosting;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosts.Tests;
using PluggableMQ.Plugins;
using PluggableMQ.Plugins.Json;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Docs.Tests;

/// <summary>
/// Code, JSON and XML in the documentation: code occurs word for word in files that are compiled, and JSON is read by the readers that a host
/// has. Code with a file's name (<c>csharp AuditHook.cs</c>) is compiled, and run, by <c>.ci/tutorial</c>.
/// </summary>
public sealed class BlockTests
{
    // What a block of JSON with one of these is not: what a host answers, a setting of an IDE.
    private static readonly string[] AnswerKeys = ["status", "error", "profiles"];

    private static readonly string Tutorial = Path.Combine("docs", "writing-a-plugin.md");

    private static readonly Lazy<string[]> Compiled = new(() => [.. CompiledFiles().Select(File.ReadAllText).Concat(TemplateFiles()).Select(text => Normalize(text.Split('\n')))]);

    // Plugins that documentation shows whole; other tests build and load them.
    private static string[] ExampleFolders => Directory.GetDirectories(Path.Combine(HostProcess.RepositoryRoot, "tests", "fixtures"), "Acme.*");

    public static TheoryData<string> Pages => [.. DocsPage.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public void CSharpBlocks_Occur_InCompiledCode(string page)
    {
        foreach (var block in DocsPage.Read(page).Blocks.Where(b => b.Info == "csharp"))
        {
            Assert.True(
                Compiled.Value.Any(text => text.Contains(Normalize(block.Lines), StringComparison.Ordinal)),
                $"{page}:{block.FirstLine}: this code is neither in tests/PluggableMQ.Docs.Tests/Snippets, tests/fixtures/Acme.*, "
                + $"tests/PluggableMQ.Hosts.Tests/DocsSnippets.cs nor in a template:\n{string.Join('\n', block.Lines)}");
        }
    }

    [Fact]
    public void XmlBlocks_OfTheAuthorsPage_OccurInProjectsOfTheExamples()
    {
        const string Page = "docs/writing-a-plugin.md";
        foreach (var block in DocsPage.Read(Page).Blocks.Where(b => b.Info == "xml" && b.Lines.Any(l => l.Contains("Acme.Rules", StringComparison.Ordinal))))
            Assert.True(Occurs(block, "*.csproj"), $"{Page}:{block.FirstLine}: no project below tests/fixtures/Acme.* has these lines.");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ManifestBlocks_OfTheExamples_AreTheirs(string page)
    {
        var ids = ExampleFolders.Select(folder => $"\"id\": \"{Path.GetFileName(folder)}\",").ToList();
        foreach (var block in DocsPage.Read(page).Blocks.Where(b => b.Info == "json" && b.Lines.Any(line => ids.Contains(line.Trim()))))
            Assert.True(Occurs(block, "plugin.json"), $"{page}:{block.FirstLine}: it is not the plugin.json below tests/fixtures/Acme.*.");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void JsonBlocks_AreRead_AsWhatTheyAre(string page)
    {
        foreach (var block in DocsPage.Read(page).Blocks.Where(b => b.Info.Split(' ')[0] == "json"))
        {
            var text = string.Join('\n', block.Lines);
            var failures = Explain(text);
            Assert.True(failures.Count == 0, $"{page}:{block.FirstLine}: {string.Join("\n", failures)}\n{text}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void XmlBlocks_AreWhole(string page)
        => Assert.All(DocsPage.Read(page).Blocks.Where(b => b.Info == "xml"), block => XDocument.Parse($"<Project>{string.Join('\n', block.Lines)}</Project>"));

    // The author's blocks would otherwise be looked at by nobody.
    [Theory]
    [MemberData(nameof(Pages))]
    public void BlocksOfTheTutorial_AreOnItsPage(string page)
        => Assert.All(
            DocsPage.Read(page).Blocks.Where(b => b.Info is "sh templates" or "text output" || b.Info.StartsWith("csharp ", StringComparison.Ordinal)),
            block => Assert.True(page == Tutorial, $"{page}:{block.FirstLine}: .ci/tutorial goes through {Tutorial} only, so nothing runs '{block.Info}' here."));

    private static IReadOnlyList<string> Explain(string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        var faults = new List<PluginFault>();
        if (AnswerKeys.Any(key => root.TryGetProperty(key, out _))) return [];
        if (root.TryGetProperty("manifestVersion", out _)) PluginManifestReader.Read(root, "plugin.json", faults);
        else if (root.TryGetProperty("type", out _)) OptionsSchemaReader.Read(root, "options.schema.json", faults);
        else return ExplainManifest(text);
        return [.. faults.Select(fault => fault.ToString())];
    }

    private static IReadOnlyList<string> ExplainManifest(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            OperatorManifestReader.Read(file);
            return [];
        }
        catch (HostConfigurationException e)
        {
            return e.Failures;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> CompiledFiles()
    {
        var tests = Path.Combine(HostProcess.RepositoryRoot, "tests");
        return
        [
            Path.Combine(tests, "PluggableMQ.Hosts.Tests", "DocsSnippets.cs"), .. ExampleFolders.SelectMany(f => Directory.GetFiles(f, "*.cs")),
            .. Directory.GetFiles(Path.Combine(tests, "PluggableMQ.Docs.Tests", "Snippets"), "*.cs"),
        ];
    }

    private static bool Occurs(DocsBlock block, string pattern)
        => ExampleFolders.SelectMany(f => Directory.GetFiles(f, pattern))
            .Any(f => Normalize(File.ReadLines(f)).Contains(Normalize(block.Lines), StringComparison.Ordinal));
    // The templates' files, under the name that the tutorial gives its project.
    private static IEnumerable<string> TemplateFiles()
        => Directory.GetFiles(Path.Combine(HostProcess.RepositoryRoot, "plugin-template", "rpchook"), "*.cs", SearchOption.AllDirectories)
            .Select(file => File.ReadAllText(file).Replace("MyHook", "Audit", StringComparison.Ordinal).Replace("my-hook", "audit", StringComparison.Ordinal));

    private static string Normalize(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
}
