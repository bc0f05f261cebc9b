using System.Buffers;
using PluggableMQ.Abstractions.Storage;

namespace Template._1;

/// <summary>Packs the bodies of what is appended.</summary>
internal sealed class PackingAppender(IMessageAppender inner, int minBytes, int maxMessageSize) : IMessageAppender
{
    // What RocketMQ allows a record, or a batch, beyond its largest body.
    private const int RecordOverhead = 64 * 1024;

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(in MessageRecord message)
    {
        // The limit is on what the sender sent. The inner store sees less of it.
        if (message.Body.Length > maxMessageSize) return new(AppendResult.Failed(AppendStatus.MessageIllegal));
        var stored = PackedBody.Pack(message, minBytes, out var rented);
        try
        {
            // The store has its copy when this returns, also while the task is pending.
            return inner.AppendAsync(stored);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
    {
        var total = 0L;
        foreach (ref readonly var message in messages)
        {
            if (message.Body.Length > maxMessageSize) return new(AppendResult.Failed(AppendStatus.MessageIllegal));
            total += message.Body.Length + message.Properties.Length;
        }

        if (total > (long)maxMessageSize + RecordOverhead) return new(AppendResult.Failed(AppendStatus.MessageIllegal));

        var stored = new MessageRecord[messages.Length];
        var rented = new byte[]?[messages.Length];
        try
        {
            for (var i = 0; i < messages.Length; i++) stored[i] = PackedBody.Pack(messages[i], minBytes, out rented[i]);
            return inner.AppendBatchAsync(stored, physicalOffsets);
        }
        finally
        {
            foreach (var buffer in rented)
            {
                if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
