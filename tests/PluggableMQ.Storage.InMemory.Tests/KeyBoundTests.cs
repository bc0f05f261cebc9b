using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.InMemory.Tests;

/// <summary>Keys count in the store's limit: whoever sends many of them gets no more memory than others.</summary>
public sealed class KeyBoundTests : IAsyncLifetime
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int KeysOfOne = 8000;

    // What one key takes at least: hash, link, offset and time.
    private const int BytesOfKey = 24;

    private readonly InMemoryStore _store = new(
        new MessageStoreContext
        {
            RootDirectory = "",
            DelayLevels = [],
            MaxMessageSize = 1024 * 1024,
            ArrivalListener = new RecordingListener(),
            Clock = new ManualClock(),
            LoggerFactory = NullLoggerFactory.Instance,
            OnFatal = static _ => { },
        },
        new InMemoryOptions { MaxBytes = MaxBytes });

    public Task InitializeAsync() => _store.StartAsync(CancellationToken.None).AsTask();

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public void Append_ThousandsOfKeysInEachMessage_KeepsWhatFitsWithItsKeys()
    {
        for (var i = 0; i < 200; i++) _store.Put(Make(i));

        var kept = _store.Reader.GetMaxOffset("Topic", 0) - _store.Reader.GetMinOffset("Topic", 0);
        Assert.InRange(kept, 2, (MaxBytes / (KeysOfOne * BytesOfKey)) + 1);
        Assert.Equal(200, _store.Reader.GetMaxOffset("Topic", 0));
        Assert.Equal("199", _store.ReadAll("Topic", 0)[^1]);
    }

    [Fact]
    public async Task Append_OneBatchWithMoreKeysThanFit_GoesWithTheNextAppend()
    {
        var batch = Enumerable.Range(0, 25).Select(Make).ToArray();
        Assert.Equal(AppendStatus.Ok, (await _store.Appender.AppendBatchAsync(batch, new long[batch.Length])).Status);
        Assert.Equal(25, _store.ReadAll("Topic", 0).Count);

        _store.Put("Topic", 0, "next");

        Assert.Equal(["next"], _store.ReadAll("Topic", 0));
    }

    [Fact]
    public void Append_ThousandsOfKeysInEachMessage_FindsEveryKeyOfWhatIsKept()
    {
        for (var i = 0; i < 200; i++) _store.Put(Make(i));

        var index = _store.GetFeature<IMessageIndex>()!;
        var found = new List<long>();
        index.Query("Topic", KeyOf(KeysOfOne - 1), 64, 0, long.MaxValue, found);

        Assert.Equal(_store.ReadAll("Topic", 0).Count, found.Count);
    }

    [Fact]
    public void Append_FewKeys_KeepsAboutWhatTheLimitSays()
    {
        for (var i = 0; i < 10_000; i++) _store.Put("Topic", 0, new string('b', 1000), "UNIQ_KEY", $"{i}", "KEYS", $"{i}");

        var kept = _store.Reader.GetMaxOffset("Topic", 0) - _store.Reader.GetMinOffset("Topic", 0);
        Assert.InRange(kept, MaxBytes / 1400, MaxBytes / 1000);
    }

    private static MessageRecord Make(int number)
        => TestMessage.Make("Topic", 0, $"{number}", "KEYS", string.Join(' ', Enumerable.Range(0, KeysOfOne).Select(KeyOf)));

    // Short, so that as many as possible fit in the properties of one message.
    private static string KeyOf(int number) => $"{(char)('a' + (number / 676))}{(char)('a' + (number / 26 % 26))}{(char)('a' + (number % 26))}";
}
