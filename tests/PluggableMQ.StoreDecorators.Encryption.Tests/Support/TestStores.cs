using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.StoreDecorators.Encryption.Tests.Support;

/// <summary>Stores, made as a host makes them.</summary>
internal static class TestStores
{
    public const int MaxMessageSize = 1024 * 1024;

    public static MessageStoreContext Context(string root = "", int maxMessageSize = MaxMessageSize, ILoggerFactory? log = null, TimeProvider? clock = null) => new()
    {
        RootDirectory = root,
        DelayLevels = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)],
        MaxMessageSize = maxMessageSize,
        ArrivalListener = new RecordingListener(),
        Clock = clock ?? TimeProvider.System,
        LoggerFactory = log ?? NullLoggerFactory.Instance,
        OnFatal = _ => { },
    };

    public static IMessageStore InMemory(MessageStoreContext context) => new PluginHarness(new InMemoryPlugin()).Create(PluginKinds.Storage, "inmemory", context);

    public static IMessageStore CommitLog(MessageStoreContext context) => new PluginHarness(
        new CommitLogPlugin(), ("mappedFileSizeCommitLog", "4194304"), ("mappedFileSizeConsumeQueue", "20000"), ("maxHashSlotNum", "1000"), ("maxIndexNum", "5000"),
        ("diskSpaceWarningLevelRatio", "100")).Create(PluginKinds.Storage, "commitlog", context);

    /// <summary>The decorator around a store.</summary>
    public static async Task<IMessageStore> EncryptAsync(IMessageStore inner, EncryptionOptions options, MessageStoreContext? context = null)
    {
        var store = new EncryptedStore(new StoreDecoratorContext(inner, context ?? Context()), options);
        await store.StartAsync(CancellationToken.None);
        return store;
    }
}
