using System.Buffers.Binary;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

/// <summary>Bodies of batches.</summary>
internal static class Batches
{
    /// <summary>A batch of messages with three bytes of body and four of properties.</summary>
    public static byte[] Of(int messages)
    {
        const int Length = 20 + 3 + 2 + 4;
        var batch = new byte[messages * Length];
        for (var i = 0; i < messages; i++)
        {
            var message = batch.AsSpan(i * Length, Length);
            BinaryPrimitives.WriteInt32BigEndian(message, Length);
            BinaryPrimitives.WriteInt32BigEndian(message[16..], 3);
            BinaryPrimitives.WriteInt16BigEndian(message[23..], 4);
        }

        return batch;
    }
}
