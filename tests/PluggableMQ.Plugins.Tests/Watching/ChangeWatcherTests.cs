using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Plugins.Watching;
using PluggableMQ.Testing;

namespace PluggableMQ.Plugins.Tests.Watching;

public sealed class ChangeWatcherTests : IDisposable
{
    private const string Native = "runtimes/linux-x64/native";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly WatchSenses NoticesAlone = new(true, Timeout.InfiniteTimeSpan);
    private static readonly WatchSenses GlancesAlone = new(false, TimeSpan.FromMilliseconds(20));

    // Each raises one kind of notice, and only that kind.
    private static readonly Dictionary<string, Action<string, string>> Changes = new()
    {
        ["a file is overwritten in place"] = (folder, _) => File.WriteAllText(Path.Combine(folder, "plugin.dll"), "other"),
        ["a DLL is replaced atomically"] = (folder, _)
            => File.Move(Path.Combine(folder, "plugin.new"), Path.Combine(folder, "plugin.dll"), overwrite: true),
        ["a folder is moved in"] = (folder, outside) => Directory.Move(Path.Combine(outside, "second"), Path.Combine(folder, "second")),
        ["a file is deleted"] = (folder, _) => File.Delete(Path.Combine(folder, "plugin.dll")),
        ["a native file in a subfolder is overwritten"] = (folder, _) => File.WriteAllText(Path.Combine(folder, Native, "libx.so"), "other"),
        ["a native file in a subfolder is replaced"] = (folder, _)
            => File.Move(Path.Combine(folder, Native, "libx.new"), Path.Combine(folder, Native, "libx.so"), overwrite: true),
        ["a .deps.json is overwritten"] = (folder, _) => File.WriteAllText(Path.Combine(folder, "plugin.deps.json"), "{ }"),
        ["the manifest is replaced"] = (_, outside)
            => File.Move(Path.Combine(outside, "next.json"), Path.Combine(outside, "pluggablemq.json"), overwrite: true),
    };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-watch-");
    private readonly string _folder;
    private readonly string _file;

    public ChangeWatcherTests()
    {
        _folder = _directory.CreateSubdirectory("plugins").FullName;
        _file = PathOf("pluggablemq.json");
        Directory.CreateDirectory(Path.Combine(_folder, Native));
        Directory.CreateDirectory(PathOf("second"));
        string[] files =
        [
            "pluggablemq.json", "next.json", "second/plugin.json", "plugins/plugin.dll", "plugins/plugin.new", "plugins/plugin.deps.json",
            $"plugins/{Native}/libx.so", $"plugins/{Native}/libx.new",
        ];
        foreach (var file in files) File.WriteAllText(PathOf(file), $"{{ }} of {file}");
    }

    public static TheoryData<string> ChangeNames => [.. Changes.Keys];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public async Task Change_ByNoticesAlone_IsSaid(string change) => await SaysSoAsync(change, NoticesAlone);

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public async Task Change_ByGlancesAlone_IsSaid(string change) => await SaysSoAsync(change, GlancesAlone);

    [Fact]
    public async Task FolderThatIsNotThereAtFirst_IsNoticedByAGlance()
    {
        var later = PathOf("later");
        var said = NewSignal();
        await using var watcher = Watch(said.SetResult, new WatchSenses(true, TimeSpan.FromMilliseconds(20)), later);

        Directory.Move(PathOf("second"), later);

        await said.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Start_ChangedSinceItWasRead_SaysSo()
    {
        var seen = ChangeWatcher.Look([_folder], _file);
        await File.WriteAllTextAsync(_file, """{ "tracing": "log" }""");
        var said = NewSignal();

        await using var watcher = new ChangeWatcher([_folder], _file, seen, Once(said.SetResult), TimeProvider.System, NullLogger.Instance);

        await said.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task ManyFiles_WrittenSlowlyInPieces_AreOneChange()
    {
        var clock = new ManualClock();
        var calls = 0;
        await using var watcher = new ChangeWatcher(
            [_folder], null, ChangeWatcher.Look([_folder], null), Once(() => Interlocked.Increment(ref calls)), clock, NullLogger.Instance);

        for (var piece = 0; piece < 60; piece++)
        {
            // Never quiet for as long as it takes to count as finished.
            await File.AppendAllTextAsync(Path.Combine(_folder, $"library{piece % 12}.dll"), "piece");
            clock.Advance(ChangeWatcher.Quiet / 3);
            await Task.Yield();
        }

        Assert.Equal(0, Volatile.Read(ref calls));
        await AdvanceUntilAsync(clock, () => Volatile.Read(ref calls) > 0);
        // Several glances later there is still nothing more to say.
        for (var glance = 0; glance < 5; glance++)
        {
            await WaitUntilAsync(() => clock.ActiveTimers > 0);
            clock.Advance(WatchSenses.All.Glances);
        }

        Assert.Equal(1, Volatile.Read(ref calls));
    }

    [Fact]
    public async Task OnChanged_CannotReadYet_IsCalledAgainWithoutAnotherChange()
    {
        var calls = 0;
        var done = NewSignal();
        await using var watcher = new ChangeWatcher(
            [_folder], null, ChangeWatcher.Look([_folder], null),
            _ =>
            {
                if (++calls < 3) throw new IOException("It is being written.");
                done.SetResult();
                return Task.CompletedTask;
            },
            TimeProvider.System, NullLogger.Instance, new WatchSenses(true, TimeSpan.FromMilliseconds(20)));

        File.Delete(Path.Combine(_folder, "plugin.dll"));

        await done.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task OnChanged_FailsOtherwise_IsLoggedOnceAndCalledAgainWhenSomethingChanges()
    {
        var clock = new ManualClock();
        var log = new EventLog();
        var calls = 0;
        await using var watcher = new ChangeWatcher(
            [_folder], null, ChangeWatcher.Look([_folder], null),
            _ => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("Unexpected.") : Task.CompletedTask, clock, log);

        File.Delete(Path.Combine(_folder, "plugin.dll"));
        await AdvanceUntilAsync(clock, () => log.Count("ReloadFailed") > 0);
        for (var glance = 0; glance < 5; glance++)
        {
            await WaitUntilAsync(() => clock.ActiveTimers > 0);
            clock.Advance(WatchSenses.All.Glances);
        }

        Assert.Equal((1, 1), (Volatile.Read(ref calls), log.Count("ReloadFailed")));
        Assert.Contains("tried again when a plugin folder or the manifest changes", log.Find("ReloadFailed")!.Text, StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder, "plugin.new"));
        await AdvanceUntilAsync(clock, () => Volatile.Read(ref calls) == 2);
        Assert.Equal(1, log.Count("ReloadFailed"));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Func<CancellationToken, Task> Once(Action say) => _ =>
    {
        say();
        return Task.CompletedTask;
    };

    private static async Task AdvanceUntilAsync(ManualClock clock, Func<bool> isDone) => await WaitUntilAsync(() =>
    {
        if (isDone()) return true;
        clock.Advance(ChangeWatcher.Quiet);
        return false;
    });

    private static async Task WaitUntilAsync(Func<bool> isDone)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isDone()) await Task.Delay(5, patience.Token);
    }

    private async Task SaysSoAsync(string change, WatchSenses senses)
    {
        var said = NewSignal();
        await using var watcher = Watch(() => said.TrySetResult(), senses, _folder);

        Changes[change](_folder, _directory.FullName);

        await said.Task.WaitAsync(Patience);
    }

    private ChangeWatcher Watch(Action say, WatchSenses senses, string folder)
        => new([folder], _file, ChangeWatcher.Look([folder], _file), Once(say), TimeProvider.System, NullLogger.Instance, senses);

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);
}
