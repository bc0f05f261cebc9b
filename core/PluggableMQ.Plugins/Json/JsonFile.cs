using System.Text.Json;

namespace PluggableMQ.Plugins.Json;

/// <summary>Reads the project's JSON files: comments and trailing commas are allowed, depth and size are bounded.</summary>
internal static class JsonFile
{
    private const int MaxBytes = 1 << 20;

    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>Reads a file into a document; on failure adds an error that names the file and returns null.</summary>
    public static JsonDocument? TryRead(string file, ICollection<string> errors)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MaxBytes)
            {
                errors.Add($"{file}: larger than {MaxBytes} bytes, which no such file needs.");
                return null;
            }

            return Parse(JsonDocument.Parse(stream, Options), file, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            errors.Add(Explain(e, file));
            return null;
        }
    }

    /// <summary>Parses a text that stands for a file, for example an embedded resource.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8, string file, ICollection<string> errors)
    {
        try
        {
            return Parse(JsonDocument.Parse(utf8, Options), file, errors);
        }
        catch (JsonException e)
        {
            errors.Add(Explain(e, file));
            return null;
        }
    }

    private static JsonDocument? Parse(JsonDocument document, string file, ICollection<string> errors)
    {
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        errors.Add($"{file}: holds {document.RootElement.ValueKind}, not a JSON object.");
        document.Dispose();
        return null;
    }

    private static string Explain(Exception e, string file) => e is JsonException json
        ? $"{file}: not valid JSON at line {json.LineNumber + 1}, column {json.BytePositionInLine + 1}: {json.Message.Split(" LineNumber:")[0]}"
        : $"{file}: cannot be read: {e.Message}";
}
