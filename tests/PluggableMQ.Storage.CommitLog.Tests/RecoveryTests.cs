using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>What a start makes of what a crash, or a damage, left.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task Open_AfterACrash_FindsEverythingThatWasWritten()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        var expected = Fill(store, 500);
        store.WaitUntilIndexed();

        await using var crashed = directory.Crash();
        Assert.True(File.Exists(crashed.Abort));
        var reopened = await crashed.OpenAsync();

        foreach (var queue in new[] { 0, 1, 2 }) Assert.Equal(expected[queue], reopened.ReadAll("Topic", queue));
        Assert.Equal(167, reopened.Put("Topic", 0, "next", "KEYS", "key-next").QueueOffset);
        Assert.All(Enumerable.Range(0, 500), i => Assert.Single(reopened.Query("Topic", "key" + i)));
        Assert.Single(reopened.Query("Topic", "key-next"));
        Assert.Equal([(0, 167L)], crashed.Listener.Arrivals.Select(arrival => (arrival.QueueId, arrival.QueueOffset)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_LastRecordTornAtAnyByte_CutsItOffAndKeepsTheRest(bool clean)
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        var whole = Enumerable.Range(0, 3).Select(i => store.Put("Topic", 0, "whole" + i, "TAGS", "TagA", "KEYS", "k" + i)).ToList();
        var torn = store.Put("Topic", 0, "torn body", "TAGS", "TagA", "KEYS", "torn");
        await store.DisposeAsync();

        for (var kept = 0; kept < torn.Size; kept++)
        {
            await using var crashed = directory.Crash();
            if (!clean) await File.WriteAllBytesAsync(crashed.Abort, []);
            Tear(crashed, torn, kept);
            var reopened = await crashed.OpenAsync();

            Assert.Equal(["whole0", "whole1", "whole2"], reopened.ReadAll("Topic", 0));
            var next = reopened.Put("Topic", 0, "next");
            Assert.Equal((3, torn.PhysicalOffset), (next.QueueOffset, next.PhysicalOffset));
            Assert.Equal(["whole0", "whole1", "whole2", "next"], reopened.ReadAll("Topic", 0));
            Assert.Equal([whole[2].PhysicalOffset], reopened.Query("Topic", "k2"));
            Assert.Empty(reopened.Query("Topic", "torn"));
        }
    }

    [Fact]
    public async Task Open_DamagedBody_IsFoundByItsCrc()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        store.Put("Topic", 0, "fine");
        var damaged = store.Put("Topic", 0, "damaged");
        await store.DisposeAsync();
        Patch(directory.FilesOf("commitlog")[0], (int)damaged.PhysicalOffset + 88, "X"u8);

        await using (var unchecked_ = directory.Crash())
        {
            unchecked_.Options = new CommitLogOptions
            {
                CheckCRCOnRecover = false,
                MappedFileSizeCommitLog = 64 * 1024,
                MappedFileSizeConsumeQueue = 2000,
                MaxHashSlotNum = 100,
                MaxIndexNum = 400,
                DiskSpaceWarningLevelRatio = 100,
            };
            Assert.Equal(["fine", "Xamaged"], (await unchecked_.OpenAsync()).ReadAll("Topic", 0));
        }

        Assert.Equal(["fine"], (await directory.OpenAsync()).ReadAll("Topic", 0));
    }

    [Fact]
    public async Task Open_StaleRecordBehindTheTornOne_DoesNotComeBack()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        store.Put("Topic", 0, "first");
        var torn = store.Put("Topic", 0, "torn!");
        store.Put("Topic", 0, "stale");
        await using var crashed = directory.Crash();
        Patch(crashed.FilesOf("commitlog")[0], (int)torn.PhysicalOffset + 88, "X"u8);
        var reopened = await crashed.OpenAsync();

        // Exactly as long as the torn one, so that the stale record would follow it.
        Assert.Equal(torn.Size, reopened.Put("Topic", 0, "again").Size);
        await using var crashedAgain = crashed.Crash();

        Assert.Equal(["first", "again"], (await crashedAgain.OpenAsync()).ReadAll("Topic", 0));
    }

    [Theory]
    [InlineData("one queue")]
    [InlineData("all queues")]
    [InlineData("last file")]
    [InlineData("half an entry")]
    [InlineData("entry without tag")]
    [InlineData("hole")]
    [InlineData("junk behind the end")]
    public async Task Open_DamagedQueue_IsMended(string damage)
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        Fill(store, 900);
        await using var crashed = directory.Crash();
        await store.DisposeAsync();
        var expected = directory.Snapshot("consumequeue");
        var queue = Path.Combine(crashed.Root, "consumequeue", "Topic", "1");
        var files = crashed.FilesOf("consumequeue/Topic/1");
        switch (damage)
        {
            case "one queue": Directory.Delete(queue, recursive: true); break;
            case "all queues": Directory.Delete(Path.Combine(crashed.Root, "consumequeue"), recursive: true); break;
            case "last file": File.Delete(files[^1]); break;
            case "half an entry": Patch(files[^1], 99 * 20, new byte[] { 0, 0, 0, 0, 0, 0, 0, 1 }); Patch(files[^1], (99 * 20) + 8, new byte[12]); break;
            case "entry without tag": Patch(files[^1], (99 * 20) + 12, new byte[8]); break;
            case "hole": Patch(files[1], 40 * 20, new byte[25 * 20]); break;
            default: crashed.Options = directory.Options; Patch(crashed.FilesOf("consumequeue/Topic/0")[^1], 1999, [7]); break;
        }

        await (await crashed.OpenAsync()).DisposeAsync();

        Assert.Equal(expected, crashed.Snapshot("consumequeue"));
    }

    [Fact]
    public async Task Open_QueueAheadOfTheLog_IsCutBack()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        for (var i = 0; i < 150; i++) store.Put("Topic", 0, "m" + i);
        var lost = store.Put("Topic", 0, "lost");
        for (var i = 0; i < 150; i++) store.Put("Topic", 0, "lost" + i);
        await using var crashed = directory.Crash();
        Patch(crashed.FilesOf("commitlog")[0], (int)lost.PhysicalOffset, new byte[8]);

        var reopened = await crashed.OpenAsync();

        Assert.Equal(150, reopened.Reader.GetMaxOffset("Topic", 0));
        Assert.Equal(2, crashed.FilesOf("consumequeue/Topic/0").Length);
        Assert.All(RawStore.ReadQueue(crashed.Root, "Topic", 0).Skip(150), entry => Assert.Equal(new RawStore.RawEntry(0, 0, 0), entry));
    }

    [Fact]
    public async Task Open_LogIsGone_QueuesGoToo()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        Fill(store, 10);
        await store.DisposeAsync();
        Directory.Delete(Path.Combine(directory.Root, "commitlog"), recursive: true);

        var reopened = await directory.OpenAsync();

        Assert.Empty(reopened.GetFeature<IQueueMaintenance>()!.GetQueues());
        Assert.Empty(Directory.GetDirectories(Path.Combine(directory.Root, "consumequeue")));
        Assert.Empty(reopened.Query("Topic", "key1"));
        Assert.Equal((0, 0), (reopened.Put("Topic", 0, "new").QueueOffset, reopened.Reader.GetMinOffset("Topic", 0)));
    }

    [Fact]
    public async Task Open_BeginningOfTheLogIsGone_QueueIsFilledWithBlanks()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        for (var i = 0; i < 400; i++) store.Put("Topic", 0, new string('x', 500) + i);
        await store.DisposeAsync();
        var log = directory.FilesOf("commitlog");
        foreach (var path in log[..2]) File.Delete(path);
        Directory.Delete(Path.Combine(directory.Root, "consumequeue"), recursive: true);

        var reopened = await directory.OpenAsync();

        var records = RawStore.ReadLog(directory.Root);
        var first = records[0].QueueOffset;
        Assert.InRange(first, 101, 399);
        Assert.Equal((first, 400), (reopened.Reader.GetMinOffset("Topic", 0), reopened.Reader.GetMaxOffset("Topic", 0)));
        Assert.Equal(records.Select(record => record.PhysicalOffset), RawStore.ReadQueue(directory.Root, "Topic", 0).Skip((int)(first % 100)).Take(records.Count).Select(entry => entry.Offset));
        Assert.All(RawStore.ReadQueue(directory.Root, "Topic", 0).Take((int)(first % 100)), entry => Assert.Equal(new RawStore.RawEntry(0, int.MaxValue, 0), entry));
        Assert.Equal($"{first / 100 * 2000:D20}", Path.GetFileName(directory.FilesOf("consumequeue/Topic/0")[0]));
        using var early = reopened.Read("Topic", 0, 0);
        Assert.Equal((MessageReadStatus.OffsetTooSmall, first), (early.Status, early.NextBeginOffset));
        Assert.Equal(400 - first, reopened.ReadAll("Topic", 0).Count);
        await reopened.DisposeAsync();
        Assert.Equal(first, (await directory.OpenAsync()).Reader.GetMinOffset("Topic", 0));
    }

    [Fact]
    public async Task Open_TopicDeletedAndMadeAgain_StaysAsItWas()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        for (var i = 0; i < 30; i++) store.Put("Topic", 0, "old" + i);
        store.Put("Gone", 0, "gone");
        store.Put("Other", 0, "kept");
        store.GetFeature<IQueueMaintenance>()!.RemoveTopicsExcept(new HashSet<string> { "Other" });
        for (var i = 0; i < 20; i++) store.Put("Topic", 0, "new" + i);
        var expected = store.ReadAll("Topic", 0);
        await using var crashed = directory.Crash();
        await store.DisposeAsync();

        var reopened = await directory.OpenAsync();
        Assert.Equal(expected, reopened.ReadAll("Topic", 0));
        Assert.DoesNotContain(("Gone", 0), reopened.GetFeature<IQueueMaintenance>()!.GetQueues());
        Assert.Equal(20, reopened.Put("Topic", 0, "next").QueueOffset);
        Assert.Equal(expected, (await crashed.OpenAsync()).ReadAll("Topic", 0));
        await using var rebuilt = crashed.Crash();
        Directory.Delete(Path.Combine(rebuilt.Root, "consumequeue"), recursive: true);
        Assert.Equal(expected, (await rebuilt.OpenAsync()).ReadAll("Topic", 0));
    }

    [Fact]
    public async Task Open_CleanStop_LooksAtTheEndOfTheLogOnly()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        store.Put("Topic", 0, "first");
        // Ends with a zero byte: after a crash the last record would be taken for torn, but here it is known to be whole.
        for (var i = 0; i < 200; i++) store.Put("Topic", 0, new string('x', 500), "name", "zero\0");
        await store.DisposeAsync();
        // Were the log read through, it would be cut off here.
        Patch(directory.FilesOf("commitlog")[0], 88, "X"u8);

        var reopened = await directory.OpenAsync();
        Assert.Equal(201, reopened.Reader.GetMaxOffset("Topic", 0));
        await reopened.DisposeAsync();

        // A queue is not as it was: the log is read through.
        Patch(directory.FilesOf("consumequeue/Topic/0")[^1], 0, new byte[20]);
        Assert.Equal(0, (await directory.OpenAsync()).Reader.GetMaxOffset("Topic", 0));
    }

    [Fact]
    public async Task Open_AfterACrash_BeginsWhereTheCheckpointSays()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        for (var i = 0; i < 400; i++)
        {
            store.Put("Topic", 0, new string('x', 500) + i);
            directory.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await store.DisposeAsync();
        await File.WriteAllBytesAsync(directory.Abort, []);
        // In the first file, which was on disk for long when the checkpoint was saved: not looked at.
        Patch(directory.FilesOf("commitlog")[0], 88, "Y"u8);
        var reopened = await directory.OpenAsync();
        Assert.Equal(400, reopened.Reader.GetMaxOffset("Topic", 0));
        await reopened.DisposeAsync();

        // Without a checkpoint it is.
        await File.WriteAllBytesAsync(directory.Abort, []);
        File.Delete(Path.Combine(directory.Root, "checkpoint"));
        Assert.Equal(0, (await directory.OpenAsync()).Reader.GetMaxOffset("Topic", 0));
    }

    [Fact]
    public async Task Open_AfterACrash_TrustsOnlyFullIndexFiles()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        Fill(store, 500);
        store.WaitUntilIndexed();
        await using var crashed = directory.Crash();
        var files = crashed.FilesOf("index");
        var full = await File.ReadAllBytesAsync(files[0]);
        // As if the machine had died between two pages of the file.
        Patch(files[^1], 40, new byte[200]);

        var reopened = await crashed.OpenAsync();

        Assert.All(Enumerable.Range(0, 500), i => Assert.Single(reopened.Query("Topic", "key" + i)));
        Assert.Equal(full, await File.ReadAllBytesAsync(crashed.FilesOf("index")[0]));
        Assert.Equal(files.Length, crashed.FilesOf("index").Length);
    }

    [Fact]
    public async Task Open_RecordOfRocketMQ5_IsRefusedAndNothingIsCutOff()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        store.Put("Topic", 0, "4.9");
        var second = store.Put("Topic", 0, "5.x");
        await store.DisposeAsync();
        var path = directory.FilesOf("commitlog")[0];
        Patch(path, (int)second.PhysicalOffset + 4, [0xDA, 0xA3, 0x20, 0xAB]);
        var before = await File.ReadAllBytesAsync(path);

        var exception = await Assert.ThrowsAsync<StoreException>(directory.OpenAsync);

        Assert.Contains("RocketMQ 5", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Open_MissingFileInBetween_IsRefused()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        for (var i = 0; i < 400; i++) store.Put("Topic", 0, new string('x', 500));
        await store.DisposeAsync();
        File.Delete(directory.FilesOf("commitlog")[1]);

        var exception = await Assert.ThrowsAsync<StoreException>(directory.OpenAsync);

        Assert.Contains("00000000000000065536 is missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LeftoversOfFileMaking_AreRemovedAndForeignFilesStay()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        store.Put("Topic", 0, "m");
        await store.DisposeAsync();
        var log = Path.Combine(directory.Root, "commitlog");
        await File.WriteAllBytesAsync(Path.Combine(log, "00000000000000065536"), []);
        await File.WriteAllBytesAsync(Path.Combine(log, "00000000000000131072.tmp"), new byte[100]);
        await File.WriteAllBytesAsync(Path.Combine(log, "notes.txt"), new byte[3]);

        var reopened = await directory.OpenAsync();

        Assert.Equal(["m"], reopened.ReadAll("Topic", 0));
        Assert.Equal(["00000000000000000000", "notes.txt"], directory.FilesOf("commitlog").Select(Path.GetFileName));
    }

    [Fact]
    public async Task Open_RecordThatNamesAPathOutsideTheStore_MakesNoFileThere()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        var first = store.Put("aaaaaaaa", 0, "evil");
        store.Put("Topic", 0, "good");
        await using var crashed = directory.Crash();
        Directory.Delete(Path.Combine(crashed.Root, "consumequeue"), recursive: true);
        Patch(crashed.FilesOf("commitlog")[0], (int)first.PhysicalOffset + 88 + 4 + 1, "../../ev"u8);

        var reopened = await crashed.OpenAsync();

        Assert.Equal(["good"], reopened.ReadAll("Topic", 0));
        Assert.Equal([("Topic", 0)], reopened.GetFeature<IQueueMaintenance>()!.GetQueues());
        Assert.Equal(AppendStatus.MessageIllegal, (await reopened.Appender.AppendAsync(TestMessage.Make("../../ev", 0, "x"))).Status);
        Assert.Equal(AppendStatus.MessageIllegal, (await reopened.Appender.AppendAsync(TestMessage.Make("..", 0, "x"))).Status);
    }

    /// <summary>Appends to three queues by turns; returns the bodies of each.</summary>
    private static List<string>[] Fill(CommitLogStore store, int count)
    {
        var bodies = new[] { new List<string>(), [], [] };
        for (var i = 0; i < count; i++)
        {
            store.Put("Topic", i % 3, "body" + i, "TAGS", "TagA", "KEYS", "key" + i);
            bodies[i % 3].Add("body" + i);
        }

        return bodies;
    }

    private static void Patch(string path, int position, ReadOnlySpan<byte> bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, bytes, position);
    }

    /// <summary>Leaves only the first bytes of the last record.</summary>
    private static void Tear(StoreDirectory directory, AppendResult record, int kept)
        => Patch(directory.FilesOf("commitlog").Single(), (int)record.PhysicalOffset + kept, new byte[record.Size - kept]);
}
