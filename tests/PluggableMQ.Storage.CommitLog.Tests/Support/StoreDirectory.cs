using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Maintenance;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests.Support;

/// <summary>A directory in which stores are opened, closed and crashed.</summary>
internal sealed class StoreDirectory : IAsyncDisposable
{
    private readonly List<CommitLogStore> _stores = [];

    /// <summary>RocketMQ's eighteen levels.</summary>
    public static readonly TimeSpan[] DelayLevels =
        [.. new[] { 1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public string Root { get; } = Directory.CreateTempSubdirectory("pmq-store-").FullName;

    public CommitLogOptions Options { get; set; } = new()
    {
        MappedFileSizeCommitLog = 64 * 1024,
        MappedFileSizeConsumeQueue = 100 * 20,
        MaxHashSlotNum = 100,
        MaxIndexNum = 400,
        DiskSpaceWarningLevelRatio = 100,
    };

    public ManualClock Clock { get; } = new();

    public RecordingListener Listener { get; } = new();

    public List<Exception> Fatal { get; } = [];

    public SpaceAllocator Allocate { get; set; } = FileSpace.TryAllocate;

    public Func<string, DiskUsage> Measure { get; set; } = DiskUsage.Of;

    public string Abort => Path.Combine(Root, "abort");

    /// <summary>Makes a store of the directory, not started.</summary>
    public CommitLogStore Make(IMessageArrivalListener? listener = null, TimeProvider? clock = null)
    {
        var store = new CommitLogStore(
            new MessageStoreContext
            {
                RootDirectory = Root,
                DelayLevels = DelayLevels,
                MaxMessageSize = 1024 * 1024,
                ArrivalListener = listener ?? Listener,
                Clock = clock ?? Clock,
                LoggerFactory = NullLoggerFactory.Instance,
                OnFatal = Fatal.Add,
            },
            Options, (file, offset, length) => Allocate(file, offset, length), root => Measure(root));
        _stores.Add(store);
        return store;
    }

    /// <summary>Opens the store.</summary>
    public async Task<CommitLogStore> OpenAsync()
    {
        var store = Make();
        await store.StartAsync(CancellationToken.None);
        return store;
    }

    /// <summary>A copy of the directory as a crash at this moment would leave it: what is written is in the files, and nothing was closed.</summary>
    public StoreDirectory Crash()
    {
        var copy = new StoreDirectory { Options = Options };
        // The index and files in advance come and go in the background: a copy that met one on its way was of no moment at all.
        for (var tries = 1; !TryCopyTo(copy.Root); tries++)
        {
            Assert.True(tries < 1000, $"{Root} does not hold still for a copy");
            foreach (var half in Directory.GetFileSystemEntries(copy.Root))
            {
                if (Directory.Exists(half)) Directory.Delete(half, recursive: true);
                else File.Delete(half);
            }
        }

        return copy;
    }

    /// <summary>Everything below a directory, byte for byte.</summary>
    public Dictionary<string, byte[]> Snapshot(string below)
        => Directory.GetFiles(Path.Combine(Root, below), "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(Root, path), File.ReadAllBytes);

    public string[] FilesOf(string below) => [.. Directory.GetFiles(Path.Combine(Root, below)).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
        Assert.Empty(Fatal);
    }

    private bool TryCopyTo(string target)
    {
        try
        {
            CopyTo(target);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private void CopyTo(string target)
    {
        foreach (var directory in Directory.GetDirectories(Root, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(Root, directory)));
        foreach (var path in Directory.GetFiles(Root, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path) != "lock") File.Copy(path, Path.Combine(target, Path.GetRelativePath(Root, path)));
        }
    }
}
