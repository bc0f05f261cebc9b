using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.StoreDecorators.Encryption.Reading;

/// <summary>Decrypts what is read. What cannot be read is left out and reported, or waited for.</summary>
internal sealed class DecryptingReader(IMessageReader inner, RecordOpener opener, EncryptionOptions options, UnreadableReport report) : IMessageReader
{
    private readonly ReadLeasePool _leases = new();

    /// <inheritdoc/>
    public void Read(in MessageReadRequest request, MessageReadResult result)
    {
        result.Reset();
        var lease = _leases.Rent();
        try
        {
            if (request.Filter is { } filter) inner.Read(WithFilter(request, new OpeningFilter(filter, opener)), lease.Stored);
            else inner.Read(request, lease.Stored);
            lease.Reserve();
            CopyOutcome(lease.Stored, result);
            AddEntries(request.Topic, request.QueueId, lease, result);
        }
        catch
        {
            result.Reset();
            lease.Dispose();
            throw;
        }

        result.AddLease(lease);
    }

    /// <inheritdoc/>
    public bool TryReadAt(long physicalOffset, MessageReadResult result)
    {
        result.Reset();
        var lease = _leases.Rent();
        var isFound = false;
        try
        {
            if (!inner.TryReadAt(physicalOffset, lease.Stored)) return false;
            lease.Reserve();
            CopyOutcome(lease.Stored, result);
            var entry = lease.Stored.Entries[0];
            var problem = Open(lease, entry, out var opened);
            if (problem == Unreadable.No) result.Add(opened);
            else Report(problem, entry);
            return isFound = problem == Unreadable.No;
        }
        finally
        {
            if (isFound) result.AddLease(lease);
            else lease.Dispose();
        }
    }

    /// <inheritdoc/>
    public long GetMinOffset(string topic, int queueId) => inner.GetMinOffset(topic, queueId);

    /// <inheritdoc/>
    public long GetMaxOffset(string topic, int queueId) => inner.GetMaxOffset(topic, queueId);

    /// <inheritdoc/>
    public long GetOffsetByTime(string topic, int queueId, long timestamp) => inner.GetOffsetByTime(topic, queueId, timestamp);

    /// <inheritdoc/>
    public long GetStoreTimestamp(string topic, int queueId, long queueOffset) => inner.GetStoreTimestamp(topic, queueId, queueOffset);

    private static MessageReadRequest WithFilter(in MessageReadRequest request, IMessageFilter filter) => new()
    {
        Topic = request.Topic,
        QueueId = request.QueueId,
        QueueOffset = request.QueueOffset,
        MaxCount = request.MaxCount,
        Filter = filter,
    };

    private static void CopyOutcome(MessageReadResult stored, MessageReadResult result)
    {
        result.Status = stored.Status;
        result.NextBeginOffset = stored.NextBeginOffset;
        result.MinOffset = stored.MinOffset;
        result.MaxOffset = stored.MaxOffset;
        result.SuggestPullingFromSlave = stored.SuggestPullingFromSlave;
    }

    // The broker goes past what it does not get, and a delayed or half message would never be delivered.
    private bool WaitsForKey(string topic) => options.WaitsForKey || topic is TopicNames.Schedule or TopicNames.TransactionHalf or TopicNames.TransactionOp;

    private void AddEntries(string topic, int queueId, ReadLease lease, MessageReadResult result)
    {
        foreach (ref readonly var entry in lease.Stored.Entries)
        {
            var problem = Open(lease, entry, out var opened);
            if (problem == Unreadable.No)
            {
                result.Add(opened);
                continue;
            }

            report.Add(problem, topic, queueId, entry);
            if (problem != Unreadable.KeyMissing || !WaitsForKey(topic)) continue;
            if (result.Count == 0)
                throw new StoreException($"Message {entry.QueueOffset} of {topic}-{queueId} cannot be read: {UnreadableReport.Describe(problem, entry)}");
            result.NextBeginOffset = entry.QueueOffset;
            return;
        }

        // All were left out: the caller goes on behind them.
        if (result.Count == 0 && result.Status == MessageReadStatus.Found) result.Status = MessageReadStatus.NoMatchedMessage;
    }

    private Unreadable Open(ReadLease lease, in MessageReadEntry entry, out MessageReadEntry opened)
    {
        opened = entry;
        if (!RecordOpener.IsSealed(entry.Record.Span)) return options.AcceptPlain ? Unreadable.No : Unreadable.Plain;
        var problem = lease.Open(opener, entry.Record.Span, out var record);
        if (problem == Unreadable.No) opened = entry with { Record = record };
        return problem;
    }

    private void Report(Unreadable problem, in MessageReadEntry entry)
    {
        var record = entry.Record.Span;
        if (MessageCodec.TryReadHeader(record, out var header)) report.Add(problem, Encoding.UTF8.GetString(header.GetTopic(record)), header.QueueId, entry);
        else report.Add(problem, "?", 0, entry);
    }
}
