using System.Buffers;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>Encrypts what is appended.</summary>
internal sealed class EncryptingAppender(IMessageAppender inner, MessageSealer sealer) : IMessageAppender
{
    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(in MessageRecord message)
    {
        var status = sealer.Check(message);
        if (status != AppendStatus.Ok) return new ValueTask<AppendResult>(AppendResult.Failed(status));
        var stored = sealer.Seal(message, out var rented);
        try
        {
            // The store has its copy when this returns, also while the task is pending.
            return inner.AppendAsync(in stored);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
    {
        foreach (ref readonly var message in messages)
        {
            var status = sealer.Check(message);
            if (status != AppendStatus.Ok) return new ValueTask<AppendResult>(AppendResult.Failed(status));
        }

        var stored = ArrayPool<MessageRecord>.Shared.Rent(messages.Length);
        var rented = ArrayPool<byte[]>.Shared.Rent(messages.Length);
        var count = 0;
        try
        {
            for (; count < messages.Length; count++) stored[count] = sealer.Seal(messages[count], out rented[count]);
            return inner.AppendBatchAsync(stored.AsSpan(0, count), physicalOffsets);
        }
        finally
        {
            while (count > 0) ArrayPool<byte>.Shared.Return(rented[--count]);
            ArrayPool<byte[]>.Shared.Return(rented, clearArray: true);
            ArrayPool<MessageRecord>.Shared.Return(stored, clearArray: true);
        }
    }
}
