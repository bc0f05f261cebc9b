using System.Diagnostics.Metrics;
using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.RpcHooks.Metrics;

/// <summary>Counts and times every request by direction, request code and response code. Allocates nothing once a combination has been seen.</summary>
internal sealed class MetricsHook : IRpcHook, IRpcHookFailurePolicy, IDisposable
{
    // From loopback sends (0.1 ms) to long polls (30 s).
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _duration;
    private readonly SeriesTags _outcomeTags;
    private readonly SeriesTags _requestTags;

    public MetricsHook(MetricsOptions options, RpcHookCreationContext context)
    {
        _meter = new Meter(options.MeterName, typeof(MetricsHook).Assembly.GetName().Version?.ToString(3), [new("role", context.Role.ToString())]);
        _requests = _meter.CreateCounter<long>("pluggablemq.rpc.requests", "{request}", "Requests that ended.");
        _bytes = _meter.CreateCounter<long>("pluggablemq.rpc.request.bytes", "By", "Bytes of request bodies.");
        _duration = _meter.CreateHistogram("pluggablemq.rpc.duration", "s", "From a request's begin to its response or failure.", tags: null, Buckets);
        _outcomeTags = new SeriesTags(options.MaxSeries, withOutcome: true);
        _requestTags = new SeriesTags(options.MaxSeries, withOutcome: false);
    }

    /// <inheritdoc/>
    public string Name => "metrics";

    /// <inheritdoc/>
    public RpcHookFailureMode OnFailure => RpcHookFailureMode.FailOpen;

    /// <inheritdoc/>
    public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken)
    {
        if (!_bytes.Enabled) return ValueTask.CompletedTask;
        var length = context.RequestBody.Length;
        if (length > 0) _bytes.Add(length, _requestTags.Get(new Series(context.Direction, context.RequestCode, null, null)));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken)
    {
        if (!_requests.Enabled && !_duration.Enabled) return ValueTask.CompletedTask;
        var tags = _outcomeTags.Get(new Series(context.Direction, context.RequestCode, context.ResponseCode, context.Failure?.GetType().Name));
        _requests.Add(1, tags);
        _duration.Record(context.Elapsed.TotalSeconds, tags);
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _meter.Dispose();
}
