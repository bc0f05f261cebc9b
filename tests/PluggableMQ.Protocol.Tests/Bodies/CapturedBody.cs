using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace PluggableMQ.Protocol.Tests.Bodies;

/// <summary>A JSON body that Java sent, and what it belongs to.</summary>
internal sealed record CapturedBody(string File, int Line, int RequestCode, bool IsResponse, string Text)
{
    public byte[] Utf8 => Encoding.UTF8.GetBytes(Text);

    /// <summary>All bodies of the captured frames that are JSON.</summary>
    public static IReadOnlyList<CapturedBody> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors"), "*.jsonl.gz").Order(StringComparer.Ordinal).SelectMany(Read)];

    public override string ToString() => $"{File}:{Line} ({(IsResponse ? "response to" : "request")} {RequestCode})";

    private static IEnumerable<CapturedBody> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress));
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            using var frame = JsonDocument.Parse(text);
            var root = frame.RootElement;
            if (!root.TryGetProperty("bodyText", out var body) || body.ValueKind != JsonValueKind.String || body.GetString() is not ['{', ..] json) continue;
            var isResponse = root.GetProperty("kind").GetString() == "response";
            var code = root.GetProperty(isResponse ? "answers" : "code").GetInt32();
            yield return new CapturedBody(Path.GetFileName(path), line, code, isResponse, json);
        }
    }
}
