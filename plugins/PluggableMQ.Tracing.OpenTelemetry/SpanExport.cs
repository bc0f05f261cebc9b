using System.Diagnostics;
using global::OpenTelemetry;
using global::OpenTelemetry.Exporter;
using global::OpenTelemetry.Resources;
using global::OpenTelemetry.Trace;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Tracing.OpenTelemetry;

/// <summary>Listens to the client's spans and exports them in the background, in batches.</summary>
internal sealed class SpanExport : IDisposable
{
    // What PluggableMQ.Client calls the source of its spans.
    private const string ClientSource = "PluggableMQ.Client";

    private readonly TracerProvider _provider;

    public SpanExport(OpenTelemetryOptions options, ILoggerFactory loggerFactory)
    {
        var logger = loggerFactory.CreateLogger("PluggableMQ.Tracing.OpenTelemetry");
        Source = new ActivitySource(typeof(SpanExport).Assembly.GetName().Name!);
        _provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateDefault()
                .AddService(options.ServiceName)
                .AddAttributes(options.ResourceAttributes.Select(attribute => KeyValuePair.Create(attribute.Key, (object)attribute.Value))))
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SamplerRatio)))
            .AddSource(ClientSource, Source.Name)
            .AddProcessor(_ => new BatchActivityExportProcessor(
                new WatchedExporter(Describe(options), options, logger), options.MaxQueueSize, options.ExportInterval, options.Timeout, Math.Min(512, options.MaxQueueSize)))
            .Build();
        Log.Started(logger, options.Protocol, options.Endpoint, options.SamplerRatio);
    }

    /// <summary>The source of this plugin's own spans.</summary>
    public ActivitySource Source { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _provider.Dispose();
        Source.Dispose();
    }

    private static OtlpExporterOptions Describe(OpenTelemetryOptions options) => new()
    {
        Protocol = options.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        Endpoint = options.Endpoint,
        TimeoutMilliseconds = options.Timeout,
        // The exporter's own text of headers cannot hold a value with a comma.
        HttpClientFactory = () => CreateClient(options),
    };

    private static HttpClient CreateClient(OpenTelemetryOptions options)
    {
        var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(options.Timeout) };
        foreach (var (name, value) in options.Headers) client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return client;
    }
}
