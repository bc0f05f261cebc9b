using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Plugins.Tests.Loading;

public sealed class ShadowFolderTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Copy_FolderWithSubfolders_CopiesAllAndDisposeDeletesIt()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "a", "b"));
        File.WriteAllText(Path.Combine(_folder.Root, "a", "b", "c.txt"), "deep");
        string copy;
        using (var shadow = new ShadowFolder())
        {
            copy = shadow.Copy(_folder.Root, "x");
            Assert.Equal("deep", File.ReadAllText(Path.Combine(copy, "a", "b", "c.txt")));
        }

        Assert.False(Directory.Exists(copy));
    }

    [Fact]
    public void Copy_LinkBackUp_IsNotFollowed()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "loop"), _folder.Root);
        using var shadow = new ShadowFolder();

        Assert.Empty(Directory.EnumerateFileSystemEntries(shadow.Copy(_folder.Root, "x")));
    }

    [Fact]
    public void CleanAbandoned_FoldersOfDeadAndLivingProcesses_DeletesOnlyTheDead()
    {
        var dead = NewFolder("pmq-plugins-dead", DateTime.UtcNow.AddHours(-1));
        var living = NewFolder("pmq-plugins-living", DateTime.UtcNow.AddHours(-1));
        var fresh = NewFolder("pmq-plugins-fresh", DateTime.UtcNow);
        var other = NewFolder("other", DateTime.UtcNow.AddHours(-1));
        using var held = new FileStream(Path.Combine(living, ".lock"), FileMode.Open, FileAccess.Write, FileShare.None);

        ShadowFolder.CleanAbandoned(_folder.Root, TimeProvider.System);

        Assert.Equal([false, true, true, true], new[] { dead, living, fresh, other }.Select(Directory.Exists));
    }

    private string NewFolder(string name, DateTime written)
    {
        var path = Path.Combine(_folder.Root, name);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, ".lock"), "");
        Directory.SetLastWriteTimeUtc(path, written);
        return path;
    }
}
