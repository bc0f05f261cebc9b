using System.Diagnostics;
using global::OpenTelemetry;
using global::OpenTelemetry.Exporter;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Tracing.OpenTelemetry;

/// <summary>The OTLP exporter, which tells the operator when it cannot export, and when it can again: the SDK itself keeps that to itself.</summary>
internal sealed class WatchedExporter(OtlpExporterOptions exporter, OpenTelemetryOptions options, ILogger logger) : OtlpTraceExporter(exporter)
{
    private long _failed;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        var count = activityBatch.Count;
        var result = base.Export(activityBatch);
        if (result == ExportResult.Success)
        {
            if (_failed > 0) Log.Recovered(logger, options.Endpoint, _failed);
            _failed = 0;
            return result;
        }

        // Once for an outage: the exporter's thread is the only one here.
        if (_failed == 0) Log.ExportFailed(logger, options.Endpoint, options.Protocol);
        _failed += count;
        return result;
    }
}
