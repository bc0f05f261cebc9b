using System.Buffers;

using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>What all JSON bodies share.</summary>
internal static partial class BodyCodec
{
    /// <summary>Decodes a whole body.</summary>
    public static T Decode<T>(ReadOnlySpan<byte> body)
        where T : IFastJsonBody<T>
    {
        try
        {
            var reader = new FastJsonReader(body);
            var result = T.Read(ref reader);
            reader.ExpectEnd();
            return result;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"This is no {typeof(T).Name}: {e.Message}", e);
        }
    }

    /// <summary>Encodes a whole body.</summary>
    public static byte[] Encode<T>(T body, FastJsonFormat format = FastJsonFormat.Java)
        where T : IFastJsonBody<T>
    {
        var output = new ArrayBufferWriter<byte>(256);
        body.Write(new FastJsonWriter(output, format));
        return output.WrittenSpan.ToArray();
    }
}
