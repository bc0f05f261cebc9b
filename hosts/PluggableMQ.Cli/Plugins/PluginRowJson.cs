using System.Text;
using System.Text.Json;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>Writes the list for programs.</summary>
internal static class PluginRowJson
{
    public static void Write(TextWriter output, IReadOnlyList<PluginRow> rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var row in rows) Write(json, row);
            json.WriteEndArray();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, PluginRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("version", row.Version);
        json.WriteString("spi", row.Spi);
        json.WriteString("status", row.Status.ToString());
        json.WriteString("failedIn", row.FailedIn?.ToString());
        json.WriteString("reason", row.Reason);
        Write(json, "provides", row.Provides);
        Write(json, "inUse", row.InUse);
        Write(json, "notes", row.Notes);
        json.WriteString("path", row.Path);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
