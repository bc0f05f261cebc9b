using System.Net;
using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>The files that a store writes, read by the reference layout and none of the store's own code.</summary>
public sealed class LayoutTests
{
    private const int LogFileSize = 64 * 1024;

    [Fact]
    public async Task CommitLog_Records_AreAsTheReferenceSays()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        var message = TestMessage.Make("TopicÄ", 2, "some body", "UNIQ_KEY", "ID", "TAGS", "TagA");
        message.Flag = 3;
        message.SysFlag = MessageSysFlag.TransactionCommit | 0x30;
        message.ReconsumeTimes = 4;
        message.PreparedTransactionOffset = 5;
        store.Put("TopicÄ", 2, "first");
        store.Put(message);
        var six = TestMessage.Make("Six", 0, "");
        six.BornHost = new IPEndPoint(IPAddress.Parse("2001:db8::1"), 258);
        six.StoreHost = new IPEndPoint(IPAddress.Parse("::ffff:10.9.8.7"), 10911);
        store.Put(six);
        var now = directory.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await store.DisposeAsync();

        var records = RawStore.ReadLog(directory.Root);

        Assert.Equal(3, records.Count);
        var second = records[1];
        Assert.Equal((2, 3, 1L, (long)records[0].Size), (second.QueueId, second.Flag, second.QueueOffset, second.PhysicalOffset));
        Assert.Equal(91 + 9 + 7 + second.Properties.Length, second.Size);
        Assert.Equal((8, 4, 5L), (second.SysFlag, second.ReconsumeTimes, second.PreparedOffset));
        Assert.Equal((1_700_000_000_000, now), (second.BornTimestamp, second.StoreTimestamp));
        Assert.Equal([10, 1, 2, 3, 0, 0, 0x9C, 0x40], second.BornHost);
        Assert.Equal([10, 9, 8, 7, 0, 0, 0x2A, 0x9F], second.StoreHost);
        Assert.Equal(("TopicÄ", "some body", "UNIQ_KEY\u0001ID\u0002TAGS\u0001TagA"), (second.Topic, Encoding.UTF8.GetString(second.Body), second.Properties));
        Assert.Equal(RawStore.Crc32(second.Body) & 0x7FFFFFFF, second.Crc);
        Assert.Equal((0x10, 0u, 0), (records[2].SysFlag, records[2].Crc, records[2].Body.Length));
        Assert.Equal("20010DB800000000000000000000000100000102", Convert.ToHexString(records[2].BornHost));
        Assert.Equal([10, 9, 8, 7, 0, 0, 0x2A, 0x9F], records[2].StoreHost);
        Assert.All(records, record => Assert.Equal(record.Offset, record.PhysicalOffset));
    }

    [Fact]
    public async Task CommitLog_FullFile_EndsWithABlankRecordAndTheNextIsNamedByItsOffset()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        var stored = Enumerable.Range(0, 400).Select(i => store.Put("Topic", 0, new string('x', 500) + i).PhysicalOffset).ToList();
        await store.DisposeAsync();

        // The parser checks each blank record on its way.
        var records = RawStore.ReadLog(directory.Root);

        Assert.Equal(stored, records.Select(record => record.PhysicalOffset));
        var files = directory.FilesOf("commitlog");
        Assert.Equal(Enumerable.Range(0, files.Length).Select(i => $"{i * LogFileSize:D20}"), files.Select(Path.GetFileName));
        Assert.All(files, path => Assert.Equal(LogFileSize, new FileInfo(path).Length));
        Assert.Equal(records[^1].Offset / LogFileSize, files.Length - 1);
        Assert.All(records, record => Assert.True(record.Offset % LogFileSize + record.Size + 8 <= LogFileSize));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task CommitLog_LastRecord_LeavesRoomForTheBlank(int tooMuch, int expectedFiles)
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        var first = store.Put("T", 0, "first");

        // 91 fixed, 1 topic, and the record must leave 8 bytes.
        var second = store.Put(TestMessage.Make("T", 0, new byte[LogFileSize - first.Size - 8 - 92 + tooMuch]));
        var third = store.Put("T", 0, "third");

        Assert.Equal(tooMuch == 0 ? first.Size : LogFileSize, second.PhysicalOffset);
        Assert.Equal(expectedFiles * LogFileSize, third.PhysicalOffset);
        Assert.Equal(3, RawStore.ReadLog(directory.Root).Count);
        var tooLong = await store.Appender.AppendAsync(TestMessage.Make("T", 0, new byte[LogFileSize - 8 - 92 + 1]));
        Assert.Equal(AppendStatus.MessageIllegal, tooLong.Status);
    }

    [Fact]
    public async Task ConsumeQueue_Entries_AreAsTheReferenceSays()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        for (var i = 0; i < 250; i++) store.Put("Topic", i % 2, "m" + i, "TAGS", i % 3 == 0 ? "TagA" : "ü");
        store.Put(TopicNames.Schedule, 3, "late", "DELAY", "4", "TAGS", "TagA");
        store.Put(TestMessage.MakeTransactional("Topic", 0, "half", MessageSysFlag.TransactionPrepared));
        var now = directory.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await store.DisposeAsync();

        var records = RawStore.ReadLog(directory.Root);

        foreach (var queueId in new[] { 0, 1 })
        {
            var expected = records.Where(record => record.Topic == "Topic" && record.QueueId == queueId && record.Type == 0)
                .Select(record => new RawStore.RawEntry(record.Offset, record.Size, RawStore.JavaHash(record.PropertyTable["TAGS"]))).ToList();
            var entries = RawStore.ReadQueue(directory.Root, "Topic", queueId);
            Assert.Equal(125, expected.Count);
            Assert.Equal(expected, entries.Take(125));
            Assert.All(entries.Skip(125), entry => Assert.Equal(new RawStore.RawEntry(0, 0, 0), entry));
            Assert.Equal(["00000000000000000000", "00000000000000002000"], directory.FilesOf($"consumequeue/Topic/{queueId}").Select(Path.GetFileName));
        }

        Assert.Equal(now + 30_000, RawStore.ReadQueue(directory.Root, TopicNames.Schedule, 3)[0].TagsCode);
    }

    [Fact]
    public async Task Index_Files_AreAsTheReferenceSays()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        for (var i = 0; i < 300; i++)
        {
            store.Put("Topic", 0, "m" + i, "KEYS", $"a{i} b{i % 7}", "UNIQ_KEY", "ID" + i);
            if (i % 100 == 0) directory.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        store.WaitUntilIndexed();
        await store.DisposeAsync();

        var expected = RawStore.ReadLog(directory.Root).SelectMany(record => new[] { record.PropertyTable["UNIQ_KEY"] }.Concat(record.PropertyTable["KEYS"].Split(' '))
            .Select(key => (Hash: Math.Abs(RawStore.JavaHash($"{record.Topic}#{key}")), Record: record))).ToList();
        var files = directory.FilesOf("index");
        Assert.Equal(3, files.Length);
        Assert.All(files, path => Assert.Matches("^20240[0-9]{12}$|^2023123[0-9]{10}$", Path.GetFileName(path)));
        foreach (var index in files.Select(path => RawStore.ReadIndex(path, 100, 400)))
        {
            var own = expected.Take(Math.Min(399, expected.Count)).ToList();
            expected.RemoveRange(0, own.Count);
            Assert.Equal((own[0].Record.StoreTimestamp, own[^1].Record.StoreTimestamp), (index.BeginTimestamp, index.EndTimestamp));
            Assert.Equal((own[0].Record.Offset, own[^1].Record.Offset), (index.BeginOffset, index.EndOffset));
            Assert.Equal((own.Count + 1, index.Slots.Count(slot => slot != 0)), (index.Count, index.UsedSlots));
            Assert.Equal((0, 0, 0, 0), index.Entries[0]);
            var slots = new int[100];
            for (var i = 0; i < own.Count; i++)
            {
                ref var slot = ref slots[own[i].Hash % 100];
                var seconds = (int)((own[i].Record.StoreTimestamp - index.BeginTimestamp) / 1000);
                Assert.Equal((own[i].Hash, own[i].Record.Offset, seconds, slot), index.Entries[i + 1]);
                slot = i + 1;
            }

            Assert.Equal(slots, index.Slots);
        }

        Assert.Empty(expected);
    }

    [Fact]
    public async Task Marks_WhileOpenAndAfter_AreAsTheReferenceSays()
    {
        await using var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        Assert.Empty(await File.ReadAllBytesAsync(directory.Abort));
        directory.Clock.Advance(TimeSpan.FromSeconds(5));
        var last = store.Put("Topic", 0, "m", "KEYS", "k");
        await store.DisposeAsync();

        Assert.False(File.Exists(directory.Abort));
        Assert.Equal("lock"u8.ToArray(), await File.ReadAllBytesAsync(Path.Combine(directory.Root, "lock")));
        // The index file that is not full does not count, as in RocketMQ.
        Assert.Equal([last.StoreTimestamp, last.StoreTimestamp, 0], RawStore.ReadCheckpoint(directory.Root));
        Assert.Equal(["checkpoint", "lock"], Directory.GetFiles(directory.Root).Select(Path.GetFileName).Order());
        Assert.Equal(["commitlog", "consumequeue", "index"], Directory.GetDirectories(directory.Root).Select(Path.GetFileName).Order());
        Assert.Single(directory.FilesOf("commitlog"));
    }
}
