using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace PluggableMQ.Transport.InMemory;

/// <summary>The reading end of a pipe, which an abort on either side fails. The pipe itself is completed by its owner only: completing it
/// while another thread writes would hand that thread's buffer to somebody else.</summary>
internal sealed class InMemoryReader(PipeReader inner) : PipeReader
{
    private volatile Exception? _failure;

    /// <summary>Fails all reads from now on.</summary>
    public void Fail(Exception failure)
    {
        _failure ??= failure;
        inner.CancelPendingRead();
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfFailed();
        var result = await inner.ReadAsync(cancellationToken);
        if (_failure is not null)
        {
            // Ends the read, so that the owner may complete the pipe.
            inner.AdvanceTo(result.Buffer.Start);
            ThrowIfFailed();
        }

        return result;
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        ThrowIfFailed();
        return inner.TryRead(out result);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override void CancelPendingRead() => inner.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private void ThrowIfFailed()
    {
        if (_failure is { } failure) throw new IOException(failure.Message, failure);
    }
}
