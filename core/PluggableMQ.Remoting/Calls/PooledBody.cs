using System.Buffers;
using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Calls;

/// <summary>A body copied out of the receive buffer into pooled memory, which goes back when the frame is reset.</summary>
internal sealed class PooledBody : IFrameBody
{
    private readonly Pool<PooledBody> _pool;
    private byte[] _bytes = [];
    private volatile bool _isForgone;

    public PooledBody(Pool<PooledBody> pool) => _pool = pool;

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <summary>Copies a command's body and makes the command own the copy.</summary>
    public void Attach(RemotingCommand command)
    {
        var body = command.Body;
        Length = (int)body.Length;
        _bytes = ArrayPool<byte>.Shared.Rent(Length);
        body.CopyTo(_bytes);
        command.Body = new ReadOnlySequence<byte>(_bytes, 0, Length);
        command.BodySource = this;
    }

    /// <inheritdoc/>
    public void WriteTo(IBufferWriter<byte> output) => output.Write(_bytes.AsSpan(0, Length));

    /// <inheritdoc/>
    public void Release()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length == 0 || _isForgone) return;
        Length = 0;
        ArrayPool<byte>.Shared.Return(bytes);
        _pool.Return(this);
    }

    /// <summary>The memory does not go back to the pool: somebody may still read it, and cannot be stopped.</summary>
    public void Forgo() => _isForgone = true;
}
