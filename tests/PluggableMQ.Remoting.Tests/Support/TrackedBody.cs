using System.Buffers;
using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>A body of one repeated byte that counts its releases.</summary>
internal sealed class TrackedBody(int length) : IFrameBody
{
    private int _released;

    public int Length => length;

    public int Released => _released;

    public void WriteTo(IBufferWriter<byte> output)
    {
        output.GetSpan(length)[..length].Fill(0x5A);
        output.Advance(length);
    }

    public void Release() => Interlocked.Increment(ref _released);
}

/// <summary>A body that fails when half of it is written.</summary>
internal sealed class BrokenBody : IFrameBody
{
    public int Length => 100;

    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write(new byte[50]);
        throw new IOException("the disk is gone");
    }

    public void Release()
    {
    }
}
