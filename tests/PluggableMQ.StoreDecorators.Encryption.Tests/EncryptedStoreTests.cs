using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.StoreDecorators.Encryption.Tests.Support;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.StoreDecorators.Encryption.Tests;

public sealed class EncryptedStoreTests : IAsyncLifetime
{
    private const string Topic = "Orders";
    private const string Secret = "the quick brown fox";

    private readonly LogLines _log = new();
    private readonly ManualClock _clock = new();
    private readonly IMessageStore _memory = TestStores.InMemory(TestStores.Context());

    public async Task InitializeAsync() => await _memory.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _memory.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(32_740)]
    public async Task Append_Body_IsCipherTextInTheStoreAndPlainTextAbove(int propertyLength)
    {
        var store = await EncryptAsync("k1");
        string[] properties = propertyLength == 0 ? [] : ["large", new string('p', propertyLength)];

        var result = store.Put(Topic, 0, Secret, properties);

        var raw = _memory.DecodeAt(result.PhysicalOffset)!;
        Assert.Equal(-1, raw.Body.Span.IndexOf("quick"u8));
        Assert.NotEqual(0, raw.SysFlag & StoredForm.Bits);
        var message = store.DecodeAt(result.PhysicalOffset)!;
        Assert.Equal((Secret, 0, Crc32.ComputeMasked(Encoding.UTF8.GetBytes(Secret))), (Encoding.UTF8.GetString(message.Body.Span), message.SysFlag, message.BodyCrc));
        Assert.Equal([Secret], store.ReadAll(Topic, 0));
    }

    [Fact]
    public async Task Append_SameBodyTwice_GivesDifferentCipherTexts()
    {
        var store = await EncryptAsync("k1");

        var bodies = Enumerable.Range(0, 2).Select(_ => _memory.DecodeAt(store.Put(Topic, 0, Secret).PhysicalOffset)!.Body.ToArray()).ToList();

        Assert.NotEqual(bodies[0], bodies[1]);
    }

    [Fact]
    public async Task Append_LargestBody_FitsThoughItIsEncrypted()
    {
        var store = await EncryptAsync("k1");
        var body = new byte[TestStores.MaxMessageSize];
        Random.Shared.NextBytes(body);

        var result = store.Put(TestMessage.Make(Topic, 0, body, "KEYS", "k"));

        Assert.Equal(body, store.DecodeAt(result.PhysicalOffset)!.Body.ToArray());
    }

    [Fact]
    public async Task Append_MessageReadHereBefore_GetsANewEnvelope()
    {
        var store = await EncryptAsync("k1");
        using var result = new MessageReadResult();
        Assert.True(store.Reader.TryReadAt(store.Put(Topic, 0, Secret, "KEYS", "k").PhysicalOffset, result));
        var first = MessageCodec.Decode(result.Entries[0].Record.Span, decompress: false);
        var again = TestMessage.Make("Other", 1, first.Body.ToArray(), [.. first.Properties.SelectMany(property => new[] { property.Key, property.Value }), "more", "1"]);
        // What a client sends in these bits means nothing.
        again.SysFlag = StoredForm.EnvelopeInBody;

        var moved = store.DecodeAt(store.Put(again).PhysicalOffset)!;

        Assert.Equal((Secret, "k", "1"), (Encoding.UTF8.GetString(moved.Body.Span), moved.Keys, moved.GetProperty("more")));
        Assert.NotEqual(first.GetProperty("PMQ_ENC"), moved.GetProperty("PMQ_ENC"));
    }

    [Fact]
    public async Task Read_PlainMessagesOfBefore_AreReadableBesideNewOnes()
    {
        _memory.Put(Topic, 0, "old");
        var store = await EncryptAsync("k1");
        store.Put(Topic, 0, "new");

        Assert.Equal(["old", "new"], store.ReadAll(Topic, 0));
    }

    [Fact]
    public async Task Read_PlainMessageThatIsNotAccepted_IsLeftOutAndReported()
    {
        _memory.Put(Topic, 0, "smuggled in");
        var store = await EncryptAsync(new EncryptionOptions { Keys = TestKeys.Options("k1").Keys, ActiveKey = "k1", AcceptPlain = false });
        store.Put(Topic, 0, "new");

        Assert.Equal(["new"], store.Read(Topic, 0, 0).Bodies());
        Assert.Contains("acceptPlain", Assert.Single(_log.Get("MessageUnreadable")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AfterRotation_OldAndNewMessagesAreReadable()
    {
        (await EncryptAsync("k1")).Put(Topic, 0, "old");
        var store = await EncryptAsync("k1", "k2");
        store.Put(Topic, 0, "new");

        Assert.Equal(["old", "new"], store.ReadAll(Topic, 0));
        Assert.Equal(["k1", "k2"], new[] { 0, 1 }.Select(offset => KeyOf(_memory, offset)));
    }

    [Fact]
    public async Task Read_KeyMissing_LeavesTheMessageOutReportsItOnceAndFindsItWhenTheKeyIsBack()
    {
        var old = (await EncryptAsync("k1")).Put(Topic, 0, "old");
        var store = await EncryptAsync("k2");
        store.Put(Topic, 0, "new");

        using var result = store.Read(Topic, 0, 0);
        using var alone = store.Read(Topic, 0, 0, maxCount: 1);

        Assert.Equal(["new"], result.Bodies());
        Assert.Equal((MessageReadStatus.NoMatchedMessage, 1, 0), (alone.Status, alone.NextBeginOffset, alone.Count));
        Assert.Null(store.DecodeAt(old.PhysicalOffset));
        Assert.Contains("'k1'", Assert.Single(_log.Get("MessageUnreadable")), StringComparison.Ordinal);
        var info = new Dictionary<string, string>();
        store.Health.CollectRuntimeInfo(info);
        Assert.Equal(("k2", "1"), (info["encryptionActiveKey"], info["encryptionUnreadableMessages"]));
        Assert.Equal(["old", "new"], (await EncryptAsync("k1", "k2")).ReadAll(Topic, 0));
    }

    [Theory]
    [InlineData(Topic, "wait")]
    [InlineData(TopicNames.Schedule, "skip")]
    [InlineData(TopicNames.TransactionHalf, "skip")]
    [InlineData(TopicNames.TransactionOp, "skip")]
    public async Task Read_KeyMissingWhereItIsWaitedFor_EndsBeforeTheMessageOrFails(string topic, string missingKey)
    {
        var both = await EncryptAsync("k1", "k2");
        both.Put(topic, 0, "readable");
        (await EncryptAsync("k1")).Put(topic, 0, "not readable");
        var store = await EncryptAsync(new EncryptionOptions { Keys = TestKeys.Options("k2").Keys, ActiveKey = "k2", MissingKey = missingKey });

        using var result = store.Read(topic, 0, 0);
        var failure = Assert.Throws<StoreException>(() => store.Read(topic, 0, 1));

        Assert.Equal((MessageReadStatus.Found, 1), (result.Status, result.NextBeginOffset));
        Assert.Equal(["readable"], result.Bodies());
        Assert.Contains("'k1'", failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Changes => ["body", "topic", "queue", "property", "flag", "born time", "envelope", "no envelope", "other form"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Read_TamperedMessage_IsLeftOutAndReported(string what)
    {
        var tampering = new TamperingStore(_memory);
        var store = await EncryptAsync(TestKeys.Options("k1"), tampering);
        store.Put(Topic, 0, Secret, "REAL_TOPIC", "Payments");
        Assert.Equal([Secret], store.ReadAll(Topic, 0));
        tampering.Change = record =>
        {
            Assert.True(MessageCodec.TryReadHeader(record, out var header));
            switch (what)
            {
                case "body": record[header.BodyStart + 3] ^= 1; break;
                case "topic": record[header.TopicStart] = (byte)'X'; break;
                case "queue": record[15] ^= 1; break;
                case "property": Replace(record, "Payments", "Salaries"); break;
                case "flag": record[19] ^= 1; break;
                case "born time": record[47] ^= 1; break;
                case "envelope": record[^9] ^= 1; break;
                case "no envelope": Replace(record, "PMQ_ENC", "PMQ_XXX"); break;
                default: record[MessageCodec.SysFlagPosition] ^= (byte)(StoredForm.Bits >> 24); break;
            }

            return record;
        };

        using var result = store.Read(Topic, 0, 0);

        Assert.Equal((MessageReadStatus.NoMatchedMessage, 1, 0), (result.Status, result.NextBeginOffset, result.Count));
        Assert.Single(_log.Get("MessageUnreadable"));
    }

    [Fact]
    public async Task Read_BodyOfAnotherMessage_IsNotTakenForThisOnes()
    {
        var tampering = new TamperingStore(_memory);
        var store = await EncryptAsync(TestKeys.Options("k1"), tampering);
        var cheap = store.Put(Topic, 0, "price=1");
        store.Put("Prices", 0, "price=9");
        using var other = new MessageReadResult();
        Assert.True(_memory.Reader.TryReadAt(cheap.PhysicalOffset, other));
        var stolen = other.Entries[0].Record.ToArray();
        tampering.Change = _ => stolen.Length > 0 ? WithTopic(stolen, "Prices") : stolen;

        Assert.Empty(store.Read("Prices", 0, 0).Bodies());
        Assert.Single(_log.Get("MessageUnreadable"));
    }

    [Fact]
    public async Task Append_DataKey_IsRenewedByCountAndByAge()
    {
        var options = new EncryptionOptions { Keys = TestKeys.Options("k1").Keys, ActiveKey = "k1", DataKeyMessages = 2, DataKeyMinutes = 10 };
        var store = await EncryptAsync(options);
        for (var i = 0; i < 4; i++) store.Put(Topic, 0, "m" + i);
        _clock.Advance(TimeSpan.FromMinutes(10));
        store.Put(Topic, 0, "m4");
        store.Put(Topic, 0, "m5");

        var wrapped = Enumerable.Range(0, 6).Select(offset => WrappedKeyOf(_memory, offset)).ToList();

        Assert.Equal(3, wrapped.Distinct().Count());
        Assert.Equal((wrapped[0], wrapped[2], wrapped[4]), (wrapped[1], wrapped[3], wrapped[5]));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4", "m5"], store.ReadAll(Topic, 0));
        Assert.Equal(6, (await EncryptAsync("k1")).ReadAll(Topic, 0).Count);
    }

    [Fact]
    public async Task Restart_CommitLog_FilesHoldNoPlainTextAndAllIsReadAgain()
    {
        var directory = Directory.CreateTempSubdirectory("pmq-encryption-");
        var context = TestStores.Context(directory.FullName);
        await using (var store = await TestStores.EncryptAsync(TestStores.CommitLog(context), TestKeys.Options("k1"), context))
        {
            for (var i = 0; i < 20; i++) store.Put(Topic, 0, $"{Secret} {i}", "KEYS", $"order-{i}");
            await store.StopAsync(CancellationToken.None);
        }

        foreach (var file in directory.EnumerateFiles("*", SearchOption.AllDirectories))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file.FullName)).AsSpan().IndexOf("quick brown"u8));
        await using (var store = await TestStores.EncryptAsync(TestStores.CommitLog(context), TestKeys.Options("k1", "k2"), context))
        {
            Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{Secret} {i}"), store.ReadAll(Topic, 0));
            Assert.Single(store.Query(Topic, "order-7"));
            await store.StopAsync(CancellationToken.None);
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task GetFeature_ReplicationLog_CarriesCipherText()
    {
        var directory = Directory.CreateTempSubdirectory("pmq-encryption-");
        var context = TestStores.Context(directory.FullName);
        await using (var store = await TestStores.EncryptAsync(TestStores.CommitLog(context), TestKeys.Options("k1"), context))
        {
            store.Put(Topic, 0, Secret);
            using var lease = store.GetFeature<IReplicationLog>()!.TryRead(0, 100_000, out var bytes);
            Assert.True(bytes.Length > 0);
            Assert.Equal(-1, bytes.Span.IndexOf("quick"u8));
        }

        directory.Delete(recursive: true);
    }

    private static void Replace(byte[] record, string from, string to) => Encoding.ASCII.GetBytes(to).CopyTo(record, record.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from)));

    private static byte[] WithTopic(byte[] record, string topic)
    {
        Assert.True(MessageCodec.TryReadHeader(record, out var header));
        Assert.Equal(topic.Length, header.TopicLength);
        Encoding.ASCII.GetBytes(topic).CopyTo(record, header.TopicStart);
        return record;
    }

    private static string KeyOf(IMessageStore store, long offset) => Encoding.UTF8.GetString(EnvelopeOf(store, offset).AsSpan(2, 2));

    private static string WrappedKeyOf(IMessageStore store, long offset) => Convert.ToHexString(EnvelopeOf(store, offset).AsSpan(4, 60));

    private static byte[] EnvelopeOf(IMessageStore store, long offset)
    {
        using var result = store.Read(Topic, 0, offset, maxCount: 1);
        return Convert.FromBase64String(MessageCodec.Decode(result.Entries[0].Record.Span, decompress: false).GetProperty("PMQ_ENC")!);
    }

    private Task<IMessageStore> EncryptAsync(params string[] keys) => EncryptAsync(TestKeys.Options(keys));

    // Around one and the same memory, as a restart is around the same files.
    private async Task<IMessageStore> EncryptAsync(EncryptionOptions options, IMessageStore? inner = null)
    {
        var store = await TestStores.EncryptAsync(inner ?? _memory, options, TestStores.Context(log: _log.CreateFactory(), clock: _clock));
        return store;
    }
}
