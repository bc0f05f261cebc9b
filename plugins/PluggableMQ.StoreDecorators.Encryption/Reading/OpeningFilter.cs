using System.Buffers;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.StoreDecorators.Encryption.Reading;

/// <summary>Shows the caller's filter records as the caller knows them.</summary>
internal sealed class OpeningFilter(IMessageFilter inner, RecordOpener opener) : IMessageFilter
{
    /// <inheritdoc/>
    public bool MatchesTagsCode(long tagsCode) => inner.MatchesTagsCode(tagsCode);

    /// <inheritdoc/>
    public bool MatchesRecord(ReadOnlySpan<byte> record)
    {
        if (!RecordOpener.IsSealed(record)) return inner.MatchesRecord(record);
        var buffer = ArrayPool<byte>.Shared.Rent(record.Length);
        try
        {
            // One that cannot be read goes through, so that the reader reports it.
            return opener.Open(record, buffer, out var length) != Unreadable.No || inner.MatchesRecord(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
