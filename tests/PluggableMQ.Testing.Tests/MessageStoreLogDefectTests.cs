using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of message stores finds a log of bytes and a housekeeping that are wrong.</summary>
public class MessageStoreLogDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(ReadsBeyondTheEnd), nameof(MessageStoreContract.ReplicationLog_TryRead_GivesEveryByteAndNothingBeyond)),
        new(typeof(ForgetsTheLimit), nameof(MessageStoreContract.ReplicationLog_TryRead_GivesEveryByteAndNothingBeyond)),
        new(typeof(SharesItsBuffer), nameof(MessageStoreContract.ReplicationLog_Lease_KeepsTheBytes)),
        new(typeof(TakesBytesAnywhere), nameof(MessageStoreContract.ReplicationLog_AppendRaw_TakesWhatFollowsAndNothingElse)),
        new(typeof(ClaimsToAppend), nameof(MessageStoreContract.ReplicationLog_AppendRaw_TakesWhatFollowsAndNothingElse)),
        new(typeof(RemovesAllQueues), nameof(MessageStoreContract.RemoveExpired_QueuesAndLogs_LeaveWhatIsStillThere)),
        new(typeof(RemovesAllLogs), nameof(MessageStoreContract.RemoveExpired_QueuesAndLogs_LeaveWhatIsStillThere)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectStore_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    internal abstract class Kit : MessageStoreContract
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(10);

        protected sealed override IMessageStore Create(MessageStoreContext context) => Wrap(ForwardingStore.MakeDurable(context));

        private protected abstract IMessageStore Wrap(IMessageStore inner);
    }

    internal sealed class Correct : Kit
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(60);

        private protected override IMessageStore Wrap(IMessageStore inner) => new OtherLog(inner, log => log);
    }

    internal sealed class ReadsBeyondTheEnd : Kit
    {
        private protected override IMessageStore Wrap(IMessageStore inner) => new OtherLog(inner, log => new Wrong(log));

        private sealed class Wrong(IReplicationLog inner) : ForwardingLog(inner)
        {
            public override IDisposable? TryRead(long physicalOffset, int maxBytes, out ReadOnlyMemory<byte> bytes)
                => base.TryRead(physicalOffset == MaxPhysicalOffset ? physicalOffset - 1 : physicalOffset, maxBytes, out bytes);
        }
    }

    internal sealed class ForgetsTheLimit : Kit
    {
        private protected override IMessageStore Wrap(IMessageStore inner) => new OtherLog(inner, log => new Wrong(log));

        private sealed class Wrong(IReplicationLog inner) : ForwardingLog(inner)
        {
            public override IDisposable? TryRead(long physicalOffset, int maxBytes, out ReadOnlyMemory<byte> bytes)
                => base.TryRead(physicalOffset, int.MaxValue, out bytes);
        }
    }

    internal sealed class SharesItsBuffer : Kit
    {
        private protected override IMessageStore Wrap(IMessageStore inner) => new OtherLog(inner, log => new Wrong(log));

        private sealed class Wrong(IReplicationLog inner) : ForwardingLog(inner)
        {
            private readonly byte[] _buffer = new byte[1024 * 1024];

            public override IDisposable? TryRead(long physicalOffset, int maxBytes, out ReadOnlyMemory<byte> bytes)
            {
                // One read at a time, this takes for granted: the lease keeps nothing.
                using var lease = base.TryRead(physicalOffset, Math.Min(maxBytes, _buffer.Length), out var found);
                found.CopyTo(_buffer);
                bytes = _buffer.AsMemory(0, found.Length);
                return lease is null ? null : new MemoryStream();
            }
        }
    }

    internal sealed class TakesBytesAnywhere : Kit
    {
        private protected override IMessageStore Wrap(IMessageStore inner) => new OtherLog(inner, log => new Wrong(log));

        private sealed class Wrong(IReplicationLog inner) : ForwardingLog(inner)
        {
            public override bool AppendRaw(long physicalOffset, ReadOnlySpan<byte> bytes) => base.AppendRaw(MaxPhysicalOffset, bytes);
        }
    }

    internal sealed class ClaimsToAppend : Kit
    {
        private protected override IMessageStore Wrap(IMessageStore inner) => new OtherLog(inner, log => new Wrong(log));

        private sealed class Wrong(IReplicationLog inner) : ForwardingLog(inner)
        {
            public override bool AppendRaw(long physicalOffset, ReadOnlySpan<byte> bytes) => true;
        }
    }

    internal sealed class RemovesAllQueues : Kit
    {
        private protected override IMessageStore Wrap(IMessageStore inner)
            => new OtherMaintenance(inner, onQueues: maintenance => maintenance.RemoveTopicsExcept(new HashSet<string>()));
    }

    internal sealed class RemovesAllLogs : Kit
    {
        private protected override IMessageStore Wrap(IMessageStore inner)
            => new OtherMaintenance(inner, onLogs: maintenance => maintenance.RemoveTopicsExcept(new HashSet<string>()));
    }

    private sealed class OtherLog(IMessageStore inner, Func<IReplicationLog, IReplicationLog> wrap) : ForwardingStore(inner)
    {
        public override TFeature? GetFeature<TFeature>()
            where TFeature : class
            => base.GetFeature<TFeature>() is var feature && feature is IReplicationLog log ? (TFeature)wrap(log) : feature;
    }

    private class ForwardingLog(IReplicationLog inner) : IReplicationLog
    {
        public long MinPhysicalOffset => inner.MinPhysicalOffset;

        public long MaxPhysicalOffset => inner.MaxPhysicalOffset;

        public virtual IDisposable? TryRead(long physicalOffset, int maxBytes, out ReadOnlyMemory<byte> bytes)
            => inner.TryRead(physicalOffset, maxBytes, out bytes);

        public virtual bool AppendRaw(long physicalOffset, ReadOnlySpan<byte> bytes) => inner.AppendRaw(physicalOffset, bytes);
    }

    private sealed class OtherMaintenance(IMessageStore inner, Action<IQueueMaintenance>? onQueues = null, Action<IQueueMaintenance>? onLogs = null)
        : ForwardingStore(inner), IQueueMaintenance
    {
        private IQueueMaintenance Right => base.GetFeature<IQueueMaintenance>()!;

        public override TFeature? GetFeature<TFeature>()
            where TFeature : class
            => typeof(TFeature) == typeof(IQueueMaintenance) ? this as TFeature : base.GetFeature<TFeature>();

        public IReadOnlyCollection<(string Topic, int QueueId)> GetQueues() => Right.GetQueues();

        public int RemoveTopicsExcept(IReadOnlySet<string> retainedTopics) => Right.RemoveTopicsExcept(retainedTopics);

        public void RemoveExpiredQueues()
        {
            Right.RemoveExpiredQueues();
            onQueues?.Invoke(Right);
        }

        public void RemoveExpiredLogs()
        {
            Right.RemoveExpiredLogs();
            onLogs?.Invoke(Right);
        }
    }
}
