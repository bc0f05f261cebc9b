using System.IO.Pipelines;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>A pipe whose flushes end when the test says so, on the test's thread. Refuses writes during a flush, as a strict pipe
/// may.</summary>
internal sealed class HeldPipeWriter : PipeWriter
{
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private TaskCompletionSource<FlushResult>? _flush;

    public int Flushes { get; private set; }

    public long WrittenBytes { get; private set; }

    public void Release()
    {
        var flush = _flush!;
        _flush = null;
        flush.SetResult(default);
    }

    public override void Advance(int bytes)
    {
        Assert.Null(_flush);
        WrittenBytes += bytes;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Assert.Null(_flush);
        return _buffer;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => WrittenBytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Assert.Null(_flush);
        Flushes++;
        _flush = new TaskCompletionSource<FlushResult>();
        return new ValueTask<FlushResult>(_flush.Task);
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
