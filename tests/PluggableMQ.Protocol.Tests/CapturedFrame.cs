using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace PluggableMQ.Protocol.Tests;

/// <summary>A frame that Java sent.</summary>
internal sealed record CapturedFrame(string File, int Line, string Kind, int Code, int? Answers, int Opaque, string Serialize, byte[] Bytes)
{
    /// <summary>All captured frames, with JSON and with binary headers.</summary>
    public static IReadOnlyList<CapturedFrame> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors"), "*.jsonl.gz").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>Decodes the frame; fails the test when it is not one.</summary>
    public RemotingCommand Decode()
    {
        var command = new RemotingCommand();
        var buffer = new ReadOnlySequence<byte>(Bytes);
        var result = RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out var error);
        Assert.True(result == FrameReadResult.Frame, $"{this}: {result}, {error}");
        Assert.True(buffer.IsEmpty, ToString());
        return command;
    }

    public override string ToString() => $"{File}:{Line} ({Kind} {Code}{(Answers is { } answers ? $" to {answers}" : "")})";

    private static IEnumerable<CapturedFrame> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress));
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            yield return new CapturedFrame(
                Path.GetFileName(path),
                line,
                root.GetProperty("kind").GetString()!,
                root.GetProperty("code").GetInt32(),
                root.TryGetProperty("answers", out var answers) && answers.ValueKind == JsonValueKind.Number ? answers.GetInt32() : null,
                root.GetProperty("opaque").GetInt32(),
                root.GetProperty("serialize").GetString()!,
                root.GetProperty("frame").GetBytesFromBase64());
        }
    }
}
