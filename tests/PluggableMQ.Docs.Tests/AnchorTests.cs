using System.Text.RegularExpressions;
using PluggableMQ.Hosts.Tests;

namespace PluggableMQ.Docs.Tests;

/// <summary>Links into a page lead to one of its headings. That the page is there is checked by PluggableMQ.Hosts.Tests.</summary>
public sealed partial class AnchorTests
{
    public static TheoryData<string> Pages => [.. DocsPage.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_WithAnAnchor_LeadToAHeading(string name)
    {
        var page = DocsPage.Read(name);
        foreach (Match link in page.Lines.SelectMany(line => Link().Matches(line)))
        {
            var (file, anchor) = (link.Groups["file"].Value, link.Groups["anchor"].Value);
            if (file.Contains("://", StringComparison.Ordinal)) continue;
            var target = file.Length == 0 ? page : DocsPage.Read(Path.Combine(Path.GetDirectoryName(name)!, file));
            Assert.True(Anchors(target).Contains(anchor), $"{name} links to {file}#{anchor}; that page's headings are {string.Join(", ", Anchors(target).Select(a => "#" + a))}.");
        }
    }

    [Fact]
    public void Anchors_OfHeadings_AreAsGitHubMakesThem()
        => Assert.Equal(["writing-a-plugin", "five-minutes-a-hook-that-refuses", "1-tools-and-packages-once"], Anchors(DocsPage.Read(Path.Combine("docs", "writing-a-plugin.md"))).Take(3));

    private static IReadOnlyList<string> Anchors(DocsPage page)
    {
        var code = page.Blocks.SelectMany(block => Enumerable.Range(block.FirstLine - 1, block.Lines.Count)).ToHashSet();
        return [.. page.Lines.Where((line, i) => !code.Contains(i) && Heading().IsMatch(line)).Select(line => Anchor(Heading().Replace(line, "")))];
    }

    private static string Anchor(string heading) => NoLetters().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoLetters();

    [GeneratedRegex(@"\]\((?<file>[^)\s#]*)#(?<anchor>[^)\s]+)\)")]
    private static partial Regex Link();
}
