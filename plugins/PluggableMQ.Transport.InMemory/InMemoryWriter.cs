using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace PluggableMQ.Transport.InMemory;

/// <summary>The writing end of a pipe, which an abort on either side ends: flushes then say that nobody reads.</summary>
internal sealed class InMemoryWriter(PipeWriter inner) : PipeWriter
{
    private volatile bool _ended;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>Ends a pending flush and all later ones.</summary>
    public void End()
    {
        _ended = true;
        inner.CancelPendingFlush();
    }

    /// <inheritdoc/>
    public override void Advance(int bytes) => inner.Advance(bytes);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_ended) return new(new FlushResult(isCanceled: false, isCompleted: true));
        var flush = inner.FlushAsync(cancellationToken);
        return flush.IsCompletedSuccessfully ? new(Translate(flush.GetAwaiter().GetResult())) : WaitAsync(flush);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush) => Translate(await flush);

    private FlushResult Translate(FlushResult result) => _ended ? new FlushResult(isCanceled: false, isCompleted: true) : result;
}
