using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Plugins.Watching;

namespace PluggableMQ.Plugins.Tests.Watching;

public sealed class ChangeWatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-watch-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Start_ChangedSinceItWasRead_SaysSo()
    {
        var file = Path.Combine(_directory.FullName, "pluggablemq.json");
        await File.WriteAllTextAsync(file, "{}");
        var folder = _directory.CreateSubdirectory("plugins").FullName;
        var seen = ChangeWatcher.Look([folder], file);
        await File.WriteAllTextAsync(file, """{ "tracing": "log" }""");

        await SaysSoAsync(folder, file, seen);
    }

    [Fact]
    public async Task Start_FolderChangedSinceItWasRead_SaysSo()
    {
        var folder = _directory.CreateSubdirectory("plugins").FullName;
        var seen = ChangeWatcher.Look([folder], null);
        await File.WriteAllTextAsync(Path.Combine(folder, "plugin.json"), "{}");

        await SaysSoAsync(folder, null, seen);
    }

    private static async Task SaysSoAsync(string folder, string? file, string seen)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var watcher = new ChangeWatcher(
            [folder], file, seen,
            _ =>
            {
                changed.TrySetResult();
                return Task.CompletedTask;
            },
            TimeProvider.System, NullLogger.Instance);

        await changed.Task.WaitAsync(Patience);
    }
}
