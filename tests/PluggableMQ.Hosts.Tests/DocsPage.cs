using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>A page of the documentation, cut into its fenced blocks.</summary>
internal sealed class DocsPage
{
    private const string Fence = "```";

    private DocsPage(string name)
    {
        Name = name;
        Path = System.IO.Path.Combine(HostProcess.RepositoryRoot, name);
        Lines = File.ReadAllLines(Path);
        Blocks = [.. Cut(Lines)];
    }

    /// <summary>All pages, as paths below the repository's root.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "README.md",
        .. Directory.GetFiles(System.IO.Path.Combine(HostProcess.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(HostProcess.RepositoryRoot, file)).Order(StringComparer.Ordinal),
    ];

    public string Name { get; }

    public string Path { get; }

    public IReadOnlyList<string> Lines { get; }

    public IReadOnlyList<DocsBlock> Blocks { get; }

    public static DocsPage Read(string name) => new(name);

    private static IEnumerable<DocsBlock> Cut(IReadOnlyList<string> page)
    {
        var lines = page.ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal)) continue;
            var end = Array.FindIndex(lines, i + 1, line => line == Fence);
            if (end < 0) throw new InvalidDataException($"The block that begins in line {i + 1} has no end.");
            yield return new DocsBlock(lines[i][Fence.Length..].Trim(), i + 2, [.. lines[(i + 1)..end]]);
            i = end;
        }
    }
}

/// <summary>A fenced block.</summary>
/// <param name="Info">What stands behind the opening fence.</param>
/// <param name="FirstLine">The number of its first line in the page, from 1.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record DocsBlock(string Info, int FirstLine, IReadOnlyList<string> Lines);
