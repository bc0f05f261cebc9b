using PluggableMQ.Abstractions.Storage;
using PluggableMQ.StoreDecorators.Encryption.Tests.Support;
using PluggableMQ.Tests.Shared.Storage;

namespace PluggableMQ.StoreDecorators.Encryption.Tests;

/// <summary>The contract of message stores, kept by an encrypted one. One message of it fills body and properties to their limits, so that
/// only a store with room for the envelope can hold it.</summary>
public sealed class EncryptedInMemoryContractTests : MessageStoreContract
{
    protected override IMessageStore Create(MessageStoreContext context)
        => new EncryptedStore(new StoreDecoratorContext(TestStores.InMemory(WithRoom(context)), context), TestKeys.Options("k1"));

    internal static MessageStoreContext WithRoom(MessageStoreContext context) => new()
    {
        RootDirectory = context.RootDirectory,
        DelayLevels = context.DelayLevels,
        MaxMessageSize = context.MaxMessageSize + Envelope.MaxLength,
        ArrivalListener = context.ArrivalListener,
        Clock = context.Clock,
        LoggerFactory = context.LoggerFactory,
        OnFatal = context.OnFatal,
    };
}

/// <summary>The same around files that roll.</summary>
public sealed class EncryptedCommitLogContractTests : MessageStoreContract
{
    protected override IMessageStore Create(MessageStoreContext context)
        => new EncryptedStore(new StoreDecoratorContext(TestStores.CommitLog(EncryptedInMemoryContractTests.WithRoom(context)), context), TestKeys.Options("k1"));
}
