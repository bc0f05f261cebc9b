using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace PluggableMQ.Hosting.Feeding;

/// <summary>Cuts a stream of bytes into lines, with a bound on a line's length.</summary>
internal static class LineReader
{
    private const int KeptOfTooLong = 256;

    /// <summary>Reads lines until the stream ends. A last line without a line end counts.</summary>
    public static async IAsyncEnumerable<FeedLine> ReadAsync(
        Stream stream, string source, int maxLength, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 65536, leaveOpen: true));
        var number = 0L;
        byte[]? tooLong = null;
        while (true)
        {
            // A read of the standard input cannot be cancelled; it is left behind, and ends with the process.
            var result = await reader.ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                number++;
                if (tooLong is not null || line.Length > maxLength) yield return new FeedLine(source, number, tooLong ?? Head(line), IsTooLong: true);
                else yield return new FeedLine(source, number, Trim(line), IsTooLong: false);
                tooLong = null;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > maxLength)
            {
                tooLong ??= Head(buffer);
                buffer = buffer.Slice(buffer.End);
            }

            if (result.IsCompleted)
            {
                if (tooLong is not null) yield return new FeedLine(source, number + 1, tooLong, IsTooLong: true);
                else if (!buffer.IsEmpty) yield return new FeedLine(source, number + 1, Trim(buffer), IsTooLong: false);
                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync();
    }

    private static byte[] Head(in ReadOnlySequence<byte> line) => line.Slice(0, Math.Min(line.Length, KeptOfTooLong)).ToArray();

    private static ReadOnlyMemory<byte> Trim(in ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray();
        return bytes.Length > 0 && bytes[^1] == '\r' ? bytes.AsMemory(0, bytes.Length - 1) : bytes;
    }
}
