using System.Buffers;
using System.Text.Json;

namespace PluggableMQ.Protocol.Json;

/// <summary>Turns JSON as Java's fastjson writes it into standard JSON.</summary>
/// <remarks>
/// Accepted beyond the standard: map keys that are bare integers, identifiers, or whole objects (<c>{{"queueId":0}:{...}}</c>); references
/// to an earlier part (<c>{"$ref":"$.a.b[0]"}</c>), which are resolved; single quotes; superfluous commas; comments.
/// </remarks>
public static class FastJson
{
    /// <summary>How deep values may nest where nothing else is said.</summary>
    public const int DefaultMaxDepth = 32;

    /// <summary>Parses Java's JSON.</summary>
    /// <param name="utf8">The text; it is copied.</param>
    /// <param name="maxDepth">How deep values may nest.</param>
    /// <returns>The tree, which the caller disposes. Keys that were objects are JSON text.</returns>
    /// <exception cref="InvalidDataException">The text is not JSON, not even Java's, or nests too deep.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> utf8, int maxDepth = DefaultMaxDepth)
        => JsonDocument.Parse(ToStandard(utf8, maxDepth), new JsonDocumentOptions { MaxDepth = maxDepth });

    /// <summary>Rewrites Java's JSON as standard JSON.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="maxDepth">How deep values may nest.</param>
    /// <returns>Standard JSON in UTF-8; keys that were objects are JSON text, references are replaced by what they refer to.</returns>
    /// <exception cref="InvalidDataException">The text is not JSON, not even Java's, or nests too deep.</exception>
    public static byte[] ToStandard(ReadOnlySpan<byte> utf8, int maxDepth = DefaultMaxDepth)
    {
        var output = new ArrayBufferWriter<byte>(utf8.Length + 16);
        using var writer = new Utf8JsonWriter(output);
        var reader = new FastJsonReader(utf8, maxDepth);
        Copy(ref reader, writer);
        reader.ExpectEnd();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Copy(ref FastJsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.Peek())
        {
            case FastJsonKind.Object:
                writer.WriteStartObject();
                for (var resume = reader.BeginObject(); reader.NextMember(resume);)
                {
                    writer.WritePropertyName(reader.KeyText());
                    Copy(ref reader, writer);
                }

                writer.WriteEndObject();
                break;
            case FastJsonKind.Array:
                writer.WriteStartArray();
                for (var resume = reader.BeginArray(); reader.NextItem(resume);) Copy(ref reader, writer);
                writer.WriteEndArray();
                break;
            case FastJsonKind.Text:
                writer.WriteStringValue(reader.ReadString());
                break;
            case FastJsonKind.Null:
                reader.Skip();
                writer.WriteNullValue();
                break;
            case FastJsonKind.Boolean:
                writer.WriteBooleanValue(reader.ReadBoolean());
                break;
            default:
                if (reader.TryReadWholeNumber(out var whole)) writer.WriteNumberValue(whole);
                else writer.WriteNumberValue(reader.ReadDouble());
                break;
        }
    }
}
