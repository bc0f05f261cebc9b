using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>The contract of message stores, with files small enough that they roll.</summary>
public sealed class CommitLogContractTests : MessageStoreContract
{
    protected override bool ReportsAsRocketMq => true;

    protected override IMessageStore Create(MessageStoreContext context) => new CommitLogStore(context, new CommitLogOptions
    {
        MappedFileSizeCommitLog = 4 * 1024 * 1024,
        MappedFileSizeConsumeQueue = 1000 * 20,
        MaxHashSlotNum = 1000,
        MaxIndexNum = 5000,
        DiskSpaceWarningLevelRatio = 100,
    });
}
