using System.Collections.Concurrent;

namespace PluggableMQ.Plugins.Tests.Facts;

/// <summary>What a <see cref="FileSystemWatcher"/> set up as in most examples does not see.</summary>
public sealed class WatcherFactTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pmq-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Changed_AtomicReplace_IsMissedAndNamesAreNot()
    {
        var file = PathOf("plugin.dll");
        await File.WriteAllTextAsync(file, "old");
        await File.WriteAllTextAsync(PathOf("plugin.new"), "new");

        var (changes, names) = await WatchAsync(() => File.Move(PathOf("plugin.new"), file, overwrite: true));

        Assert.DoesNotContain("plugin.dll", changes);
        Assert.Contains("Renamed plugin.dll", names);
    }

    [Theory]
    // Either reason is enough: subfolders are not looked into, and the filter is for assemblies.
    [InlineData("*", false, false)]
    [InlineData("*.dll", true, false)]
    [InlineData("*", true, true)]
    public async Task Changed_NativeFileInASubfolder_IsSeenByARecursiveWatcherOfAllNamesOnly(string filter, bool isDeep, bool isSeen)
    {
        var native = Directory.CreateDirectory(PathOf("runtimes/linux-x64/native")).FullName;
        var library = Path.Combine(native, "libx.so");
        await File.WriteAllTextAsync(library, "old");

        var (changes, _) = await WatchAsync(() => File.WriteAllText(library, "new"), filter, isDeep);

        Assert.Equal(isSeen, changes.Any(name => name.EndsWith("libx.so", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Changed_FileThatAppears_IsMissedAndCreatedIsNot()
    {
        var outside = Path.Combine(Directory.CreateDirectory(PathOf("outside")).FullName, "plugin.dll");
        await File.WriteAllTextAsync(outside, "new");

        var (changes, names) = await WatchAsync(() => File.Move(outside, PathOf("plugin.dll")));

        Assert.DoesNotContain("plugin.dll", changes);
        Assert.Contains("Created plugin.dll", names);
    }

    [Fact]
    public async Task Changed_FileThatGoes_IsMissedAndDeletedIsNot()
    {
        await File.WriteAllTextAsync(PathOf("plugin.dll"), "old");

        var (changes, names) = await WatchAsync(() => File.Delete(PathOf("plugin.dll")));

        Assert.DoesNotContain("plugin.dll", changes);
        Assert.Contains("Deleted plugin.dll", names);
    }

    [Theory]
    [InlineData("*.dll", false)]
    [InlineData("*", true)]
    public async Task Changed_DepsJson_IsMissedByAFilterForAssemblies(string filter, bool isSeen)
    {
        var file = PathOf("plugin.deps.json");
        await File.WriteAllTextAsync(file, "{}");

        var (changes, _) = await WatchAsync(() => File.WriteAllText(file, "{ }"), filter);

        Assert.Equal(isSeen, changes.Contains("plugin.deps.json"));
    }

    private string PathOf(string name) => Path.Combine(_root.FullName, name);

    // Events come in order, so all that the action raised is there when the marker's has come.
    private async Task<(IReadOnlyCollection<string> Changes, IReadOnlyCollection<string> Names)> WatchAsync(
        Action action, string filter = "*.dll", bool isDeep = false)
    {
        const string Marker = "marker.dll";
        await File.WriteAllTextAsync(PathOf(Marker), "");
        var changes = new ConcurrentQueue<string>();
        var names = new ConcurrentQueue<string>();
        var changed = new TaskCompletionSource();
        var renamed = new TaskCompletionSource();
        using var lastWrite = new FileSystemWatcher(_root.FullName, filter) { IncludeSubdirectories = isDeep, NotifyFilter = NotifyFilters.LastWrite };
        lastWrite.Changed += (_, e) => Note(changes, e.Name!, Marker, changed);
        lastWrite.EnableRaisingEvents = true;
        using var fileNames = new FileSystemWatcher(_root.FullName, filter) { NotifyFilter = NotifyFilters.FileName, IncludeSubdirectories = isDeep };
        fileNames.Renamed += (_, e) => Note(names, $"{e.ChangeType} {e.Name}", "Renamed moved.dll", renamed);
        fileNames.Created += (_, e) => Note(names, $"{e.ChangeType} {e.Name}", "Renamed moved.dll", renamed);
        fileNames.Deleted += (_, e) => Note(names, $"{e.ChangeType} {e.Name}", "Renamed moved.dll", renamed);
        fileNames.EnableRaisingEvents = true;

        action();
        await File.WriteAllTextAsync(PathOf(Marker), "now");
        await changed.Task.WaitAsync(Patience);
        File.Move(PathOf(Marker), PathOf("moved.dll"));
        await renamed.Task.WaitAsync(Patience);
        return (changes, names);
    }

    private static void Note(ConcurrentQueue<string> seen, string name, string last, TaskCompletionSource done)
    {
        seen.Enqueue(name);
        if (name == last) done.TrySetResult();
    }
}
