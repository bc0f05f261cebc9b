using System.Text.RegularExpressions;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>The documentation is true: its commands run, its links lead somewhere. Its code is checked by PluggableMQ.Docs.Tests.</summary>
public sealed partial class DocsTests
{
    // What a block may be. "sh no-run" needs a build of the repository, or does not end; "sh templates" is run by .ci/tutorial, which looks for
    // "text output" in what was printed, and puts code with a file's name there.
    private static readonly string[] KnownInfos = ["sh", "sh no-run", "sh templates", "csharp", "text", "text output", "json", "properties", "js", "java", "xml"];

    public static TheoryData<string> Pages => [.. DocsPage.Names];

    public static TheoryData<string> PagesWithCommands => [.. DocsPage.Names.Where(name => DocsPage.Read(name).Blocks.Any(IsRun))];

    [DocsTheory]
    [MemberData(nameof(PagesWithCommands))]
    public async Task Commands_InOrder_Succeed(string page)
    {
        var (exitCode, output) = await DocsShell.RunAsync(page, DocsPage.Read(page).Blocks.Where(IsRun));

        Assert.True(exitCode == 0, $"{page}: a command failed with exit code {exitCode}, after this output:\n{output}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Blocks_AreMarked_WithWhatTheyAre(string page)
        => Assert.All(DocsPage.Read(page).Blocks, block => Assert.True(KnownInfos.Contains(block.Info) || FileName().IsMatch(block.Info), $"{page}:{block.FirstLine - 1}: a block is marked '{block.Info}'; known are: {string.Join(", ", KnownInfos)}."));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_Relative_LeadToFiles(string name)
    {
        var page = DocsPage.Read(name);
        var broken = page.Lines.SelectMany(line => Link().Matches(line)).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(page.Path)!, target.Split('#')[0])));

        Assert.Empty(broken);
    }

    [Fact]
    public async Task Commands_OneFails_AreReportedWithTheirOutput()
    {
        DocsBlock[] blocks = [new("sh", 7, ["echo before; sleep 1000 &", "ls missing-file", "echo after"])];

        var (exitCode, output) = await DocsShell.RunAsync("page.md", blocks);

        Assert.NotEqual(0, exitCode);
        Assert.StartsWith("--- page.md:7\nbefore\n", output, StringComparison.Ordinal);
        Assert.Contains("missing-file", output, StringComparison.Ordinal);
        Assert.DoesNotContain("after", output, StringComparison.Ordinal);
    }

    private static bool IsRun(DocsBlock block) => block.Info == "sh";

    [GeneratedRegex(@"^(csharp \w+\.cs|json [\w.]+\.json)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
