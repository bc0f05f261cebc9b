using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>The JSON of reports, in both directions: the admin endpoint writes it, the tool writes and reads it.</summary>
public static class ReportJson
{
    // It goes to programs and terminals, never into a page: quotes and letters stay as they are.
    private static readonly JsonSerializerOptions Options = new(ReportJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a report.</summary>
    /// <typeparam name="T">A type of report, or a list of one.</typeparam>
    /// <param name="report">The report.</param>
    /// <returns>UTF-8, indented.</returns>
    public static byte[] Write<T>(T report) => JsonSerializer.SerializeToUtf8Bytes(report, TypeOf<T>());

    /// <summary>Reads a report. Keys that this version does not know are left out.</summary>
    /// <typeparam name="T">A type of report, or a list of one.</typeparam>
    /// <param name="utf8">What <see cref="Write"/> wrote.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JsonException">It is no such report.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize(utf8, TypeOf<T>()) ?? throw new JsonException("null is no report.");

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}

/// <summary>Generated: no reflection at run time, and nothing that would keep a plugin's types.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(IReadOnlyList<PluginSummary>))]
[JsonSerializable(typeof(PluginDetails))]
[JsonSerializable(typeof(AdminError))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(NewPluginReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
