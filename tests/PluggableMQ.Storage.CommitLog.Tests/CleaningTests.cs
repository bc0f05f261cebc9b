using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Maintenance;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>Removing what has expired.</summary>
public sealed class CleaningTests
{
    private const int Hours = 72;
    private int _used = 10;

    [Theory]
    [InlineData("its hour", 10, Hours + 1, true)]
    [InlineData("its hour, young", 10, Hours - 1, false)]
    [InlineData("other hour", 10, Hours + 1, false)]
    [InlineData("other hour", 75, Hours + 1, false)]
    [InlineData("other hour", 76, Hours + 1, true)]
    [InlineData("other hour", 76, Hours - 1, false)]
    [InlineData("other hour", 85, Hours - 1, false)]
    [InlineData("other hour", 86, Hours - 1, true)]
    [InlineData("by hand", 10, Hours + 1, true)]
    [InlineData("by hand", 10, Hours - 1, false)]
    public async Task Run_Files_GoByHourAgeAndSpace(string when, int used, int ageHours, bool removed)
    {
        await using var directory = Make();
        var store = await FillAsync(directory, files: 4);
        _used = used;
        SetAge(directory, ageHours);
        SetHour(directory, when.StartsWith("its hour", StringComparison.Ordinal) ? 4 : 9);
        if (when == "by hand") store.GetFeature<IQueueMaintenance>()!.RemoveExpiredLogs();
        else store.Cleaner.Run();

        if (when == "by hand" && removed) Assert.True(SpinWait.SpinUntil(() => directory.FilesOf("commitlog").Length == 1, TimeSpan.FromSeconds(30)));
        Assert.Equal(removed ? 1 : 4, directory.FilesOf("commitlog").Length);
    }

    [Fact]
    public async Task Run_ManyFiles_RemovesTenAtATimeAndNeverTheLast()
    {
        await using var directory = Make();
        var store = await FillAsync(directory, files: 25);
        SetAge(directory, 1000);
        SetHour(directory, 4);

        store.Cleaner.Run();
        Assert.Equal(15, directory.FilesOf("commitlog").Length);
        store.Cleaner.Run();
        store.Cleaner.Run();
        store.Cleaner.Run();

        Assert.Equal(["00000000000001572864"], directory.FilesOf("commitlog").Select(Path.GetFileName));
    }

    [Fact]
    public async Task Run_FilesRemoved_QueuesAndIndexFollow()
    {
        await using var directory = Make();
        var store = await FillAsync(directory, files: 6);
        store.Put("Quiet", 0, "one message, in the last file");
        store.WaitUntilIndexed();
        var indexFiles = directory.FilesOf("index").Length;
        SetAge(directory, 1000);
        SetHour(directory, 4);

        store.Cleaner.Run();

        var records = RawStore.ReadLog(directory.Root);
        var first = records.First(record => record.Topic == "Topic").QueueOffset;
        Assert.True(first > 100);
        Assert.Equal(first, store.Reader.GetMinOffset("Topic", 0));
        Assert.Equal($"{first / 100 * 2000:D20}", Path.GetFileName(directory.FilesOf("consumequeue/Topic/0")[0]));
        Assert.True(directory.FilesOf("index").Length < indexFiles);
        using var gone = store.Read("Topic", 0, 0);
        Assert.Equal((MessageReadStatus.OffsetTooSmall, first), (gone.Status, gone.NextBeginOffset));
        Assert.Equal(records.Count(record => record.Topic == "Topic"), store.ReadAll("Topic", 0).Count);
        Assert.Equal(0, store.Reader.GetMinOffset("Quiet", 0));
        Assert.Equal(first, store.Reader.GetOffsetByTime("Topic", 0, 0));
        Assert.Equal(-1, store.Reader.GetStoreTimestamp("Topic", 0, first - 1));
        Assert.Null(store.DecodeAt(0));
        Assert.All(records.Where(record => record.Topic == "Topic"), record => Assert.Equal([record.Offset], store.Query("Topic", record.PropertyTable["KEYS"])));
        await store.DisposeAsync();
        var reopened = await directory.OpenAsync();
        Assert.Equal(first, reopened.Reader.GetMinOffset("Topic", 0));
    }

    [Fact]
    public async Task Run_QueueWhoseMessagesAreAllGone_IsEmptyFromItsEndOn()
    {
        await using var directory = Make();
        var store = await directory.OpenAsync();
        for (var i = 0; i < 5; i++) store.Put("Old", 0, "old");
        Fill(store, directory, files: 3);
        SetAge(directory, 1000);
        SetHour(directory, 4);

        store.Cleaner.Run();

        Assert.Equal((5, 5), (store.Reader.GetMinOffset("Old", 0), store.Reader.GetMaxOffset("Old", 0)));
        using var read = store.Read("Old", 0, 0);
        Assert.Equal((MessageReadStatus.OffsetTooSmall, 5), (read.Status, read.NextBeginOffset));
        Assert.Equal(5, store.Put("Old", 0, "new").QueueOffset);
        Assert.Equal(["new"], store.ReadAll("Old", 0));
    }

    [Fact]
    public async Task Run_FileThatIsBeingRead_StaysReadable()
    {
        await using var directory = Make();
        var store = await FillAsync(directory, files: 3);
        var held = store.Read("Topic", 0, 0, maxCount: 3);
        var expected = held.Entries[2].Record.ToArray();
        SetAge(directory, 1000);
        SetHour(directory, 4);

        store.Cleaner.Run();
        await store.DisposeAsync();

        Assert.Equal(3, held.Count);
        Assert.Equal(expected, held.Entries[2].Record.ToArray());
        var record = held.Entries[0].Record;
        held.Dispose();
        Assert.Throws<ObjectDisposedException>(() => record.Span.Length);
    }

    [Fact]
    public async Task Run_ReadersAtWork_SeeMessagesOrThatTheyAreGone()
    {
        await using var directory = Make();
        var store = await directory.OpenAsync();
        using var stop = new CancellationTokenSource();
        var reading = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var read = 0;
            using var result = new MessageReadResult();
            var offset = 0L;
            while (!stop.IsCancellationRequested)
            {
                store.Reader.Read(new MessageReadRequest { Topic = "Topic", QueueId = 0, QueueOffset = offset, MaxCount = 32 }, result);
                foreach (var entry in result.Entries)
                {
                    Assert.Equal(entry.QueueOffset, Protocol.MessageCodec.Decode(entry.Record.Span, decompress: false).QueueOffset);
                    read++;
                }

                offset = result.Status == MessageReadStatus.OffsetOverflowOne ? store.Reader.GetMinOffset("Topic", 0) : result.NextBeginOffset;
            }

            return read;
        })).ToArray();

        for (var round = 0; round < 10; round++)
        {
            Fill(store, directory, files: 2);
            SetAge(directory, 1000);
            store.GetFeature<IQueueMaintenance>()!.RemoveExpiredLogs();
            store.Cleaner.Run();
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(reading), read => Assert.True(read > 0));
    }

    private StoreDirectory Make()
    {
        // A young store is left alone for a minute; the clock goes on when its hour is set.
        return new StoreDirectory { Options = StoreSetup.Small(), Measure = _ => new DiskUsage(100, 100 - _used, 100 - _used) };
    }

    private static async Task<CommitLogStore> FillAsync(StoreDirectory directory, int files)
    {
        var store = await directory.OpenAsync();
        Fill(store, directory, files);
        return store;
    }

    /// <summary>Appends until there are so many files, and lets everything get to the disk.</summary>
    private static void Fill(CommitLogStore store, StoreDirectory directory, int files)
    {
        var target = (store.GetFeature<IReplicationLog>()!.MaxPhysicalOffset / (64 * 1024)) + files - 1;
        for (var i = 0; store.GetFeature<IReplicationLog>()!.MaxPhysicalOffset / (64 * 1024) < target; i++) store.Put("Topic", 0, new string('x', 400), "KEYS", $"key-{target}-{i}");
        store.Put("Topic", 0, "last", "KEYS", $"last-{target}");
        directory.Clock.Advance(TimeSpan.FromSeconds(11));
        var info = new Dictionary<string, string>();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                store.Health.CollectRuntimeInfo(info);
                return info["remainHowManyDataToFlush"] == "0 B";
            },
            TimeSpan.FromSeconds(60)));
    }

    private static void SetAge(StoreDirectory directory, int hours)
    {
        foreach (var path in directory.FilesOf("commitlog")) File.SetLastWriteTimeUtc(path, directory.Clock.GetUtcNow().UtcDateTime.AddHours(-hours));
    }

    /// <summary>Moves the clock to an hour of the local day, and keeps the files' ages.</summary>
    private static void SetHour(StoreDirectory directory, int hour)
    {
        var ages = directory.FilesOf("commitlog").ToDictionary(path => path, path => directory.Clock.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(path));
        while (directory.Clock.GetLocalNow().Hour != hour) directory.Clock.Advance(TimeSpan.FromMinutes(30));
        foreach (var (path, age) in ages) if (File.Exists(path)) File.SetLastWriteTimeUtc(path, directory.Clock.GetUtcNow().UtcDateTime - age);
    }
}
