using System.Buffers;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Sending;

/// <summary>Turns a batch into records.</summary>
internal static class BatchRecords
{
    /// <summary>Fills the records.</summary>
    /// <param name="records">As many as the batch has messages.</param>
    /// <param name="template">What all have in common.</param>
    /// <param name="batch">The batch, whose lengths have been checked.</param>
    /// <param name="common">The batch's own properties, which go behind those of each message.</param>
    /// <param name="texts">Receives the properties; long enough for all of them.</param>
    public static void Fill(
        Span<MessageRecord> records, in MessageRecord template, ReadOnlyMemory<byte> batch, ReadOnlySpan<byte> common, byte[] texts)
    {
        var reader = new BatchReader(batch.Span);
        var used = 0;
        for (var i = 0; reader.TryReadNext(out var entry); i++)
        {
            var start = used;
            entry.Properties.CopyTo(texts.AsSpan(used));
            used += entry.PropertiesLength;
            // The separator that 4.9.8 clients leave out at the end, and old ones write.
            if (used > start && !common.IsEmpty && texts[used - 1] != (byte)PropertyNames.PropertySeparator)
                texts[used++] = (byte)PropertyNames.PropertySeparator;
            common.CopyTo(texts.AsSpan(used));
            used += common.Length;
            records[i] = template;
            records[i].Flag = entry.Flag;
            records[i].Body = new ReadOnlySequence<byte>(batch.Slice(entry.BodyStart, entry.BodyLength));
            records[i].Properties = texts.AsMemory(start, used - start);
        }
    }
}
