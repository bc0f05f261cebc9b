using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.StoreDecorators.Encryption.Tests.Support;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.StoreDecorators.Encryption.Tests;

/// <summary>The contract of store decorators. One message of it fills body and properties to their limits, so that only a store with room
/// for the envelope can hold it.</summary>
public abstract class EncryptionContract : StoreDecoratorContract
{
    protected sealed override bool KeepsSizes => false;

    protected sealed override IMessageStore Create(StoreDecoratorContext context)
        => new PluginHarness(new EncryptionPlugin(), ("keys:0:id", "k1"), ("keys:0:key", TestKeys.Of("k1"))).Create(PluginKinds.StoreDecorator, "encryption", context);

    private protected static MessageStoreContext WithRoom(MessageStoreContext context) => new()
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

/// <summary>Around a store in memory.</summary>
public sealed class EncryptedInMemoryContractTests : EncryptionContract
{
    protected override IMessageStore CreateInner(MessageStoreContext context) => TestStores.InMemory(WithRoom(context));
}

/// <summary>Around files that roll.</summary>
public sealed class EncryptedCommitLogContractTests : EncryptionContract
{
    protected override IMessageStore CreateInner(MessageStoreContext context) => TestStores.CommitLog(WithRoom(context));
}
