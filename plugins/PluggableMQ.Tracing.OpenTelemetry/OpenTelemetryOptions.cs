using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.Tracing.OpenTelemetry;

/// <summary>The options of the OTLP export.</summary>
public sealed class OpenTelemetryOptions
{
    private const string Grpc = "grpc";
    private const string HttpProtobuf = "http/protobuf";
    private static readonly SearchValues<char> NotInAName = SearchValues.Create("=, \t\r\n");

    /// <summary><c>grpc</c> or <c>http/protobuf</c>. Default <c>grpc</c>.</summary>
    public string Protocol { get; init; } = Grpc;

    /// <summary>The collector's URL. Default: http://localhost:4317 for gRPC, http://localhost:4318/v1/traces for HTTP.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Sent along with each request; secret. Default none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How long one export may take, in milliseconds. Default 10 000.</summary>
    public int Timeout { get; init; } = 10_000;

    /// <summary>Which part of the traces that begin here is kept, from 0 to 1. Default 1.</summary>
    public double SamplerRatio { get; init; } = 1;

    /// <summary>The resource attribute <c>service.name</c>. Default <c>pluggablemq-client</c>.</summary>
    public string ServiceName { get; init; } = "pluggablemq-client";

    /// <summary>Further resource attributes. Default none.</summary>
    public IReadOnlyDictionary<string, string> ResourceAttributes { get; init; } = new Dictionary<string, string>();

    /// <summary>How many spans wait at most; further ones are dropped. Default 2048.</summary>
    public int MaxQueueSize { get; init; } = 2048;

    /// <summary>How long spans wait for company, in milliseconds. Default 5000.</summary>
    public int ExportInterval { get; init; } = 5_000;

    internal bool IsGrpc => Protocol == Grpc;

    internal static OpenTelemetryOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var protocol = reader.Text("protocol", Grpc);
        if (protocol is not (Grpc or HttpProtobuf)) reader.Fail("protocol", $"is '{protocol}'; write {Grpc} or {HttpProtobuf}");
        var options = new OpenTelemetryOptions
        {
            Protocol = protocol,
            Endpoint = ReadEndpoint(reader, protocol == HttpProtobuf),
            Headers = ReadTable(reader, configuration, "headers", CheckHeader),
            Timeout = reader.Int32("timeout", 10_000, 100, 60_000),
            SamplerRatio = ReadRatio(reader),
            ServiceName = reader.Text("serviceName", "pluggablemq-client"),
            ResourceAttributes = ReadTable(reader, configuration, "resourceAttributes", static (_, _) => null),
            MaxQueueSize = reader.Int32("maxQueueSize", 2048, 16, 1_000_000),
            ExportInterval = reader.Int32("exportInterval", 5_000, 10, 60_000),
        };
        reader.ThrowIfFailed();
        return options;
    }

    private static Uri ReadEndpoint(OptionReader reader, bool isHttp)
    {
        var standard = new Uri(isHttp ? "http://localhost:4318/v1/traces" : "http://localhost:4317");
        var text = reader.Text("endpoint", "");
        if (text.Length == 0) return standard;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            reader.Fail("endpoint", $"is '{text}'; write a URL that begins with http:// or https://, such as {standard}");
            return standard;
        }

        return isHttp && endpoint.AbsolutePath == "/" ? new Uri(endpoint, "/v1/traces") : endpoint;
    }

    private static double ReadRatio(OptionReader reader)
    {
        var text = reader.Text("samplerRatio", "1");
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1) return ratio;
        reader.Fail("samplerRatio", $"is '{text}'; write a number from 0 to 1, such as 0.1");
        return 1;
    }

    private static Dictionary<string, string> ReadTable(OptionReader reader, IConfiguration configuration, string name, Func<string, string, string?> check)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var child in configuration.GetSection(name).GetChildren())
        {
            var value = child.Value ?? "";
            if (check(child.Key, value) is { } problem) reader.Fail($"{name}.{child.Key}", problem);
            else table[child.Key] = value;
        }

        return table;
    }

    private static string? CheckHeader(string name, string value)
        => name.AsSpan().ContainsAny(NotInAName) || value.AsSpan().ContainsAny('\r', '\n') ? "(secret) is no header: a name has no '=', comma or space, and a value no line break" : null;
}
