using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>The store that a Java 4.9.8 broker wrote.</summary>
public sealed class JavaStoreTests
{
    [Fact]
    public async Task Open_EveryMessage_ReadsBackFromItsQueue()
    {
        await using var directory = await ExtractAsync();
        var log = RawStore.ReadLog(directory.Root);
        var store = await directory.OpenAsync();

        var queues = log.GroupBy(record => (record.Topic, record.QueueId)).ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(21, log.Count);
        Assert.Equal([6, 2, 3, 3], Enumerable.Range(0, 4).Select(queue => queues[("CapTopic", queue)].Count));
        Assert.Equal(queues.Keys.Order(), store.GetFeature<IQueueMaintenance>()!.GetQueues().Order());
        foreach (var ((topic, queueId), records) in queues)
        {
            Assert.Equal((0, records.Count), (store.Reader.GetMinOffset(topic, queueId), store.Reader.GetMaxOffset(topic, queueId)));
            using var read = store.Read(topic, queueId, 0);
            Assert.Equal(records.Select(record => record.PhysicalOffset), read.Entries.ToArray().Select(entry => entry.PhysicalOffset));
            Assert.Equal(records.Select(record => record.QueueOffset), read.Entries.ToArray().Select(entry => entry.QueueOffset));
            Assert.Equal(records.Select(record => Encoding.UTF8.GetString(record.Body)), read.Bodies());
            foreach (var record in records) Assert.Equal(record.StoreTimestamp, store.Reader.GetStoreTimestamp(topic, queueId, record.QueueOffset));
        }
    }

    [Fact]
    public async Task Open_Keys_FindTheirMessagesInJavasIndex()
    {
        await using var directory = await ExtractAsync();
        var log = RawStore.ReadLog(directory.Root);
        var index = directory.Snapshot("index");
        var store = await directory.OpenAsync();

        var keyed = 0;
        foreach (var record in log)
        {
            var properties = record.PropertyTable;
            foreach (var key in (properties.GetValueOrDefault("UNIQ_KEY") + " " + properties.GetValueOrDefault("KEYS")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.Contains(record.PhysicalOffset, store.Query(record.Topic, key));
                keyed++;
            }
        }

        Assert.Equal(28, keyed);
        Assert.Equal(index, directory.Snapshot("index"));
    }

    [Fact]
    public async Task OpenAndClose_WithoutAppends_ChangesNothing()
    {
        await using var directory = await ExtractAsync();
        var before = new[] { "commitlog", "consumequeue", "index", "config" }.SelectMany(directory.Snapshot).ToDictionary();
        var checkpoint = RawStore.ReadCheckpoint(directory.Root);
        for (var i = 0; i < 2; i++)
        {
            var store = await directory.OpenAsync();
            Assert.True(File.Exists(directory.Abort));
            await store.DisposeAsync();
            Assert.False(File.Exists(directory.Abort));
        }

        Assert.Equal(before, new[] { "commitlog", "consumequeue", "index", "config" }.SelectMany(directory.Snapshot).ToDictionary());
        Assert.Equal(checkpoint, RawStore.ReadCheckpoint(directory.Root));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_WithoutQueuesAndIndex_BuildsTheSameBytes(bool clean)
    {
        await using var directory = await ExtractAsync();
        var queues = directory.Snapshot("consumequeue");
        var index = directory.Snapshot("index").Values.Single();
        Directory.Delete(Path.Combine(directory.Root, "consumequeue"), recursive: true);
        Directory.Delete(Path.Combine(directory.Root, "index"), recursive: true);
        if (!clean) await File.WriteAllBytesAsync(directory.Abort, []);

        var store = await directory.OpenAsync();
        store.WaitUntilIndexed();
        await store.DisposeAsync();

        Assert.Equal(queues, directory.Snapshot("consumequeue"));
        Assert.Equal(index, directory.Snapshot("index").Values.Single());
    }

    [Fact]
    public async Task Append_ToIt_GoesOnWhereJavaStopped()
    {
        await using var directory = await ExtractAsync();
        var log = RawStore.ReadLog(directory.Root);
        var store = await directory.OpenAsync();
        var result = store.Put("CapTopic", 0, "ours", "UNIQ_KEY", "OURS", "TAGS", "TagA");
        Assert.Equal((6, log[^1].Offset + log[^1].Size), (result.QueueOffset, result.PhysicalOffset));
        await store.DisposeAsync();

        var reopened = await directory.OpenAsync();

        Assert.Equal(log.Count + 1, RawStore.ReadLog(directory.Root).Count);
        Assert.Equal("ours", reopened.ReadAll("CapTopic", 0)[^1]);
        Assert.Equal([result.PhysicalOffset], reopened.Query("CapTopic", "OURS"));
        foreach (var record in log.Where(record => record.Properties.Contains("UNIQ_KEY", StringComparison.Ordinal)))
            Assert.Contains(record.PhysicalOffset, reopened.Query(record.Topic, record.PropertyTable["UNIQ_KEY"]));
    }

    [Fact]
    public async Task Open_OtherSizes_IsRefusedNamingTheOption()
    {
        await using var directory = await ExtractAsync();
        directory.Options = new CommitLogOptions { MappedFileSizeCommitLog = 262_144, MappedFileSizeConsumeQueue = 6000 };
        var queues = await Assert.ThrowsAsync<StoreException>(directory.OpenAsync);
        directory.Options = new CommitLogOptions { MappedFileSizeConsumeQueue = 4000 };
        var log = await Assert.ThrowsAsync<StoreException>(directory.OpenAsync);
        directory.Options = new CommitLogOptions { MappedFileSizeCommitLog = 262_144, MappedFileSizeConsumeQueue = 4000 };
        var index = await Assert.ThrowsAsync<StoreException>(directory.OpenAsync);

        Assert.Contains("mappedFileSizeConsumeQueue says 6000", queues.Message, StringComparison.Ordinal);
        Assert.Contains("mappedFileSizeCommitLog says 1073741824", log.Message, StringComparison.Ordinal);
        Assert.Contains("maxHashSlotNum", index.Message, StringComparison.Ordinal);
        Assert.StartsWith(Path.Combine(directory.Root, "commitlog"), log.Path, StringComparison.Ordinal);
        Assert.False(File.Exists(directory.Abort));
    }

    /// <summary>The store, in a directory of its own, with the sizes that it was written with.</summary>
    private static async Task<StoreDirectory> ExtractAsync()
    {
        var directory = new StoreDirectory
        {
            Options = new CommitLogOptions
            {
                MappedFileSizeCommitLog = 262_144,
                MappedFileSizeConsumeQueue = 4000,
                MaxHashSlotNum = 100,
                MaxIndexNum = 400,
                DiskSpaceWarningLevelRatio = 100,
            },
        };
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "java-4.9.8-store.tar.gz"));
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, directory.Root, overwriteFiles: false);
        return directory;
    }
}
