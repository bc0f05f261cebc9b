using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Output;

/// <summary>
/// The writing side of a connection. Any thread encodes frames straight into the transport's pipe, under a short lock. One writer at a
/// time flushes; while it does, the frames of others collect in a staging buffer, which then goes out with one further flush. So
/// concurrent senders share flushes, and a pipe is never written while a flush of it is under way.
/// </summary>
internal sealed class FrameOutput
{
    /// <summary>Requests wait when this much is staged, and a read loop flushes when it has written this much.</summary>
    internal const int HighWatermark = 256 * 1024;

    // So much keeps the peer busy while more is written.
    private const int Batch = 16 * 1024;

    // What a header takes, roughly, where the pipe does not count: thresholds and metrics can live with it.
    private const int HeaderEstimate = 256;

    private readonly Lock _gate = new();
    private readonly PipeWriter _pipe;
    private readonly int _maxUnsentBytes;
    private readonly StagingBuffer _staging = new();
    private readonly Gate _flushed = new();
    private readonly Action _onFlushed;
    private ValueTaskAwaiter<FlushResult> _pending;
    private long _unflushed;
    private bool _flushing;
    private volatile bool _backPressured;
    private volatile bool _closed;

    public FrameOutput(PipeWriter pipe, int maxUnsentBytes)
    {
        _pipe = pipe;
        _maxUnsentBytes = maxUnsentBytes;
        _onFlushed = OnFlushed;
    }

    /// <summary>How many flushes of the pipe there were.</summary>
    public long Flushes { get; private set; }

    /// <summary>How many frames were written.</summary>
    public long Frames { get; private set; }

    /// <summary>How many bytes were written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether a read loop should flush, and wait, before it handles more.</summary>
    public bool IsFull => _backPressured || _unflushed > HighWatermark;

    /// <summary>Whether enough is written to be worth a flush, even though more follows.</summary>
    public bool HoldsABatch => _unflushed >= Batch;

    /// <summary>Whether nothing is written any more.</summary>
    public bool IsClosed => _closed;

    /// <summary>Called after each flush, by the thread that flushes, while frames are still staged: sends what had to wait.</summary>
    public Action? Refill { get; init; }

    /// <summary>Writes a request; does not when too much waits already. Releases the body source of what it has written.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="flush">False when the caller flushes later.</param>
    /// <exception cref="Exception">The frame cannot be encoded. <see cref="IsClosed"/> tells whether the connection is broken by
    /// it.</exception>
    public WriteOutcome WriteRequest(RemotingCommand frame, bool flush) => Write(frame, flush, HighWatermark, WriteOutcome.Blocked);

    /// <summary>Writes an answer, whether the peer reads or not, up to the bound.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="flush">False when the caller flushes later.</param>
    public WriteOutcome WriteAnswer(RemotingCommand frame, bool flush) => Write(frame, flush, _maxUnsentBytes, WriteOutcome.Overflow);

    /// <summary>Flushes what has been written without it.</summary>
    public void Flush()
    {
        if (_unflushed == 0) return;
        lock (_gate)
        {
            if (_flushing || _closed || _unflushed == 0) return;
            BeginFlush();
        }

        FlushPipe();
    }

    /// <summary>Flushes what has been written without it, and waits while the peer does not take it.</summary>
    public ValueTask FlushAsync()
    {
        Flush();
        return WaitForPeerAsync();
    }

    /// <summary>Waits while the peer does not take what was flushed.</summary>
    public ValueTask WaitForPeerAsync() => _backPressured && !_closed ? new ValueTask(DrainAsync()) : default;

    /// <summary>Nothing is written from now on; what is staged is dropped. When this returns, no thread is writing into the pipe.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _staging.Clear();
            _unflushed = 0;
        }

        _flushed.Open();
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            // First the gate, then the condition: it opens after the condition has changed.
            var opening = _flushed.NextOpening;
            if (!_backPressured || _closed) return;
            await opening;
        }
    }

    private WriteOutcome Write(RemotingCommand frame, bool flush, int limit, WriteOutcome beyondLimit)
    {
        lock (_gate)
        {
            if (_closed) return WriteOutcome.Closed;
            if (_flushing)
            {
                if (_staging.Length > 0 && _staging.Length + frame.BodyLength > limit) return beyondLimit;
                Bytes += Stage(frame);
                flush = false;
            }
            else
            {
                var written = WriteToPipe(frame);
                Bytes += written;
                _unflushed += written;
                if (flush) BeginFlush();
            }

            Frames++;
        }

        if (frame.BodySource is { } source)
        {
            frame.BodySource = null;
            source.Release();
        }

        if (flush) FlushPipe();
        return WriteOutcome.Written;
    }

    private long WriteToPipe(RemotingCommand frame)
    {
        var counts = _pipe.CanGetUnflushedBytes;
        var before = counts ? _pipe.UnflushedBytes : 0;
        try
        {
            RemotingFrame.Write(frame, _pipe);
        }
        catch when (!counts || _pipe.UnflushedBytes != before)
        {
            // Part of the frame is in the pipe: nothing that followed it could be read.
            _closed = true;
            throw;
        }

        return counts ? _pipe.UnflushedBytes - before : frame.BodyLength + HeaderEstimate;
    }

    private long Stage(RemotingCommand frame)
    {
        var length = _staging.Length;
        try
        {
            RemotingFrame.Write(frame, _staging);
            return _staging.Length - length;
        }
        catch
        {
            _staging.Truncate(length);
            throw;
        }
    }

    // Under the lock.
    private void BeginFlush()
    {
        _flushing = true;
        _unflushed = 0;
        Flushes++;
    }

    private void FlushPipe()
    {
        do
        {
            try
            {
#pragma warning disable CA2012 // Its result is taken once: here when it has completed, else when its awaiter says so.
                var flush = _pipe.FlushAsync();
#pragma warning restore CA2012
                if (!flush.IsCompleted)
                {
                    _backPressured = true;
                    _pending = flush.GetAwaiter();
                    _pending.UnsafeOnCompleted(_onFlushed);
                    return;
                }

                if (flush.GetAwaiter().GetResult() is { IsCompleted: true } or { IsCanceled: true }) Close();
            }
            catch (Exception)
            {
                // A pipe that cannot be flushed belongs to a connection that is going down; its read loop reports why.
                Close();
            }
        }
        while (FlushAgain());
    }

    private void OnFlushed()
    {
        try
        {
            if (_pending.GetResult() is { IsCompleted: true } or { IsCanceled: true }) Close();
        }
        catch (Exception)
        {
            Close();
        }

        _pending = default;
        if (FlushAgain()) FlushPipe();
    }

    private bool FlushAgain()
    {
        bool again;
        Refill?.Invoke();
        lock (_gate)
        {
            _backPressured = false;
            again = _staging.Length > 0 && !_closed;
            if (again)
            {
                _staging.MoveTo(_pipe);
                BeginFlush();
            }
            else
            {
                _flushing = false;
            }
        }

        _flushed.Open();
        return again;
    }
}
