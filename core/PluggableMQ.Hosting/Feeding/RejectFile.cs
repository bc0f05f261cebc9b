using System.Text;
using System.Text.Json;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Feeding;

/// <summary>Writes what was not sent as JSON lines. A line that became a message can be fed again as it is.</summary>
internal sealed class RejectFile(string? path) : IDisposable
{
    private readonly Lock _lock = new();
    private FileStream? _file;

    /// <summary>Adds a line and why it was not sent; the file is made at the first one.</summary>
    public void Add(in FeedLine line, Message? message, string error)
    {
        if (path is null) return;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("source", line.Source);
            writer.WriteNumber("line", line.Number);
            writer.WriteString("error", error);
            if (message is null) writer.WriteString("input", Encoding.UTF8.GetString(line.Bytes.Span));
            else WriteMessage(writer, message);
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        lock (_lock)
        {
            _file ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            buffer.WriteTo(_file);
            _file.Flush();
        }
    }

    public void Dispose()
    {
        lock (_lock) _file?.Dispose();
    }

    private static void WriteMessage(Utf8JsonWriter writer, Message message)
    {
        writer.WriteString("body", Encoding.UTF8.GetString(message.Body.Span));
        if (!string.IsNullOrEmpty(message.Keys)) writer.WriteString("key", message.Keys);
        if (!string.IsNullOrEmpty(message.Tags)) writer.WriteString("tag", message.Tags);
        if (message.DelayTimeLevel > 0) writer.WriteNumber("delayLevel", message.DelayTimeLevel);
        writer.WriteStartObject("properties");
        foreach (var (name, value) in message.Properties)
        {
            if (!PropertyNames.IsSystem(name)) writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }
}
