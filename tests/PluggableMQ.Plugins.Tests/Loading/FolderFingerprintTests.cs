using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Plugins.Tests.Loading;

public sealed class FolderFingerprintTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public FolderFingerprintTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "plugin", "sub"));
        File.WriteAllText(Path.Combine(Plugin, "a.txt"), "a");
        File.WriteAllText(Path.Combine(Plugin, "sub", "b.txt"), "b");
    }

    private string Plugin => Path.Combine(_folder.Root, "plugin");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_Copy_IsThatOfTheFolder()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder.Root, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "c.txt"), "c");
        Directory.CreateSymbolicLink(Path.Combine(Plugin, "linked"), elsewhere);
        File.CreateSymbolicLink(Path.Combine(Plugin, "d.txt"), Path.Combine(elsewhere, "c.txt"));
        File.CreateSymbolicLink(Path.Combine(Plugin, ".#a.txt"), "author@machine.4711");
        using var shadow = new ShadowFolder();

        var copy = shadow.Copy(Plugin, "x");

        Assert.Equal(["a.txt", "d.txt", "sub/b.txt"], FolderFiles.In(copy));
        Assert.Equal(FolderFingerprint.Of(Plugin), FolderFingerprint.Of(copy));
    }

    [Theory]
    [InlineData("a.txt", "A")]
    [InlineData("sub/b.txt", "")]
    [InlineData("sub/new.txt", "n")]
    public void Of_AnotherContent_IsAnother(string file, string text)
    {
        var before = FolderFingerprint.Of(Plugin);
        File.WriteAllText(Path.Combine(Plugin, file), text);

        Assert.NotEqual(before, FolderFingerprint.Of(Plugin));
    }

    [Fact]
    public void Glance_PermissionsGiven_IsAnother()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(Plugin, "a.txt");
        File.SetUnixFileMode(file, UnixFileMode.None);
        var before = FolderFingerprint.Glance(_folder.Root);

        File.SetUnixFileMode(file, UnixFileMode.UserRead);

        Assert.NotEqual(before, FolderFingerprint.Glance(_folder.Root));
    }

    [Fact]
    public void Glance_PluginFolderThatIsALink_SeesWhatIsInIt()
    {
        using var real = new PluginFolder();
        var file = Path.Combine(real.AddText("linked", "{}"), "plugin.json");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "linked"), Path.Combine(real.Root, "linked"));
        var before = FolderFingerprint.Glance(_folder.Root);

        File.WriteAllText(file, "{ }");

        Assert.NotEqual(before, FolderFingerprint.Glance(_folder.Root));
    }

    [Fact]
    public void Copy_OfTheSameNameTwice_IsTwoCopies()
    {
        using var shadow = new ShadowFolder();

        var first = shadow.Copy(Plugin, "x");
        File.WriteAllText(Path.Combine(Plugin, "a.txt"), "changed");
        File.Delete(Path.Combine(Plugin, "sub", "b.txt"));
        var second = shadow.Copy(Plugin, "x");

        Assert.Equal("a", File.ReadAllText(Path.Combine(first, "a.txt")));
        Assert.Equal(["a.txt"], FolderFiles.In(second));
    }
}
