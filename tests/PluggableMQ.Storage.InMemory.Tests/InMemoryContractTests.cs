using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Storage.InMemory.Tests;

/// <summary>The contract of message stores.</summary>
public sealed class InMemoryContractTests : MessageStoreContract
{
    protected override bool ReportsAsRocketMq => true;

    protected override IMessageStore Create(MessageStoreContext context) => new InMemoryStore(context, new InMemoryOptions());
}
