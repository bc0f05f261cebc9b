using System.IO.Compression;
using System.Text.Json;

namespace PluggableMQ.NameServer.Tests.Support;

/// <summary>One frame that was seen between Java programs and a Java NameServer.</summary>
internal sealed record CapturedFrame(int Connection, bool FromClient, string Kind, int Code, int Opaque, byte[] Bytes)
{
    /// <summary>The frames of a capture, in time order.</summary>
    public static IReadOnlyList<CapturedFrame> Read(string file)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", file)), CompressionMode.Decompress));
        var frames = new List<CapturedFrame>();
        while (lines.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.GetProperty("server").GetString() != "namesrv") continue;
            frames.Add(new CapturedFrame(
                root.GetProperty("conn").GetInt32(),
                root.GetProperty("dir").GetString() == "C>S",
                root.GetProperty("kind").GetString()!,
                root.GetProperty("code").GetInt32(),
                root.GetProperty("opaque").GetInt32(),
                root.GetProperty("frame").GetBytesFromBase64()));
        }

        return frames;
    }
}
