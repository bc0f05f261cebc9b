using System.Buffers;

namespace PluggableMQ.Protocol;

/// <summary>Reads a decompressing stream to its end, unless that is too far away.</summary>
internal static class BoundedReader
{
    /// <summary>Reads everything.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="compressedLength">How long its input is, for the first guess at the output's length.</param>
    /// <param name="maxLength">The most bytes allowed.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="InvalidDataException">The content is broken or longer than allowed.</exception>
    public static byte[] ReadToEnd(Stream stream, int compressedLength, int maxLength)
    {
        // The buffer grows with what is really there: a small bomb costs no more than its bound.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(compressedLength * 4L, 256, Math.Max(256, maxLength)));
        try
        {
            var length = 0;
            while (true)
            {
                var read = stream.Read(buffer, length, buffer.Length - length);
                if (read == 0) return buffer.AsSpan(0, length).ToArray();
                length += read;
                if (length > maxLength) throw new InvalidDataException($"The decompressed content is longer than the {maxLength} bytes allowed.");
                if (length == buffer.Length) buffer = Grow(buffer);
            }
        }
        catch (IOException e)
        {
            // A stream that contradicts itself is reported with an internal exception that derives from this.
            throw new InvalidDataException("The compressed content is broken.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, Array.MaxLength));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
