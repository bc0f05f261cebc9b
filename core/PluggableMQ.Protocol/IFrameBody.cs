using System.Buffers;

namespace PluggableMQ.Protocol;

/// <summary>A frame's body that is written piece by piece from where it lives (a store's mapped files), with one copy.</summary>
public interface IFrameBody
{
    /// <summary>The body's length in bytes; does not change.</summary>
    int Length { get; }

    /// <summary>Writes exactly <see cref="Length"/> bytes. Called once, while the connection's write lock is held: must not wait.</summary>
    /// <param name="output">Where to.</param>
    void WriteTo(IBufferWriter<byte> output);

    /// <summary>Called once when the body has been written, or the frame was dropped.</summary>
    void Release();
}
