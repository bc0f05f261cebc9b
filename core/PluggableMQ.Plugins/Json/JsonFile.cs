using System.Text.Json;

namespace PluggableMQ.Plugins.Json;

/// <summary>Reads the project's JSON files: comments and trailing commas are allowed, depth and size are bounded.</summary>
internal static class JsonFile
{
    private const int MaxBytes = 1 << 20;

    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>Reads a file into a document; on failure adds an error that names the file and returns null.</summary>
    public static JsonDocument? TryRead(string file, ICollection<string> errors) => TryRead(file, fault => errors.Add(fault.ToString()));

    /// <summary>Reads a file into a document; on failure reports a fault and returns null.</summary>
    public static JsonDocument? TryRead(string file, Action<PluginFault> report)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MaxBytes)
            {
                report(new PluginFault(file, null, $"is {stream.Length} bytes long, more than any such file needs", $"keep it below {MaxBytes} bytes."));
                return null;
            }

            return Parse(JsonDocument.Parse(stream, Options), file, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            report(Explain(e, file));
            return null;
        }
    }

    /// <inheritdoc cref="TryParse(ReadOnlyMemory{byte}, string, Action{PluginFault})"/>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8, string file, ICollection<string> errors) => TryParse(utf8, file, fault => errors.Add(fault.ToString()));

    /// <summary>Parses a text that stands for a file, for example an embedded resource.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8, string file, Action<PluginFault> report)
    {
        try
        {
            return Parse(JsonDocument.Parse(utf8, Options), file, report);
        }
        catch (JsonException e)
        {
            report(Explain(e, file));
            return null;
        }
    }

    private static JsonDocument? Parse(JsonDocument document, string file, Action<PluginFault> report)
    {
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        report(new PluginFault(file, null, $"holds {document.RootElement.ValueKind}, not a JSON object", "put everything between { and }."));
        document.Dispose();
        return null;
    }

    private static PluginFault Explain(Exception e, string file) => e is JsonException json
        ? new PluginFault(file, null, $"not valid JSON at line {json.LineNumber + 1}, column {json.BytePositionInLine + 1}: {json.Message.Split(" LineNumber:")[0].TrimEnd('.')}", "mend it there or just before.")
        : new PluginFault(file, null, $"cannot be read: {e.Message.TrimEnd('.')}", "let the host's user read it.");
}
